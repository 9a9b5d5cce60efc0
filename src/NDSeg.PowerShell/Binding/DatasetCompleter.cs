using System.Collections;
using System.Management.Automation.Language;
using System.Management.Automation;
using NDSeg.IO;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes the datasets of the HDF5 file, or the images, labels and arrays of the Zarr folder, that is bound to -Path or -LiteralPath.</summary>
public sealed class DatasetCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        string? path = PathIn(fakeBoundParameters);
        return path is null ? [] : Completion.Of(Completion.Found<(string, string)>(path, file => [.. ImageReader.ListDatasets(file).Where(d => d.IsImage).Select(d => (d.Name, d.ToString()))]), wordToComplete);
    }

    /// <summary>The file or folder that is bound, or null.</summary>
    internal static string? PathIn(IDictionary bound) => TextOf(bound["LiteralPath"]) ?? TextOf(bound["Path"]);

    private static string? TextOf(object? bound) => bound switch
    {
        PSObject wrapped => TextOf(wrapped.BaseObject),
        string text => text,
        FileSystemInfo file => file.FullName,
        object[] { Length: > 0 } several => TextOf(several[0]),
        _ => null,
    };
}
