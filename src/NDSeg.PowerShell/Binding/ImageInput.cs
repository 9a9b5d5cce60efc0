using System.Management.Automation;
using NDSeg.Images;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Binding;

/// <summary>What a parameter for images takes: an image, or the path of an image file.</summary>
public sealed class ImageInput
{
    private readonly string? path;

    /// <summary>An image in memory.</summary>
    public ImageInput(SegImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Image = image;
    }

    /// <summary>The path of an image file.</summary>
    public ImageInput(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.path = path;
    }

    /// <summary>An image file.</summary>
    public ImageInput(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        path = WildcardPattern.Escape(file.FullName);
    }

    /// <summary>The image, or null where a path was given.</summary>
    public SegImage? Image { get; }

    /// <summary>The image as given, or the path.</summary>
    public override string ToString() => Image?.ToString() ?? path!;

    /// <summary>The file, where a path was given.</summary>
    /// <exception cref="SegException">FileNotFound; AmbiguousPath.</exception>
    internal string ResolveFile(PSCmdlet command)
    {
        IReadOnlyList<string> files = command.FilesOf(path!);
        return files.Count == 1
            ? files[0]
            : throw new SegException("AmbiguousPath", SegErrorKind.InvalidArgument, $"Expected one image file, found {files.Count} that match '{path}'.", "Name one of them.");
    }
}
