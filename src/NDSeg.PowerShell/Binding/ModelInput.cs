using System.Management.Automation;
using NDSeg.Models;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Binding;

/// <summary>What a -Model parameter takes: a model, or the path of a model file, which the command loads.</summary>
public sealed class ModelInput
{
    private readonly SegModel? model;
    private readonly string? path;

    /// <summary>A model in memory.</summary>
    public ModelInput(SegModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
    }

    /// <summary>The path of a model file.</summary>
    public ModelInput(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.path = path;
    }

    /// <summary>A model file.</summary>
    public ModelInput(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        path = WildcardPattern.Escape(file.FullName);
    }

    /// <summary>The model as given, or the path.</summary>
    public override string ToString() => model?.ToString() ?? path!;

    /// <summary>The model, read from its file where a path was given.</summary>
    /// <exception cref="SegException">What reading the file throws.</exception>
    internal SegModel Resolve(PSCmdlet command)
    {
        if (model is not null)
        {
            return model;
        }

        IReadOnlyList<string> files = command.FilesOf(path!);
        return files.Count == 1
            ? ModelFile.Load(files[0])
            : throw new SegException("AmbiguousPath", SegErrorKind.InvalidArgument, $"Expected one model file, found {files.Count} that match '{path}'.", "Name one of them.");
    }
}
