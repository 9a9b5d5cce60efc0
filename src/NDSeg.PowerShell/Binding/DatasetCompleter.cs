using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using NDSeg.IO;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes the datasets of the HDF5 file that is bound to -Path or -LiteralPath.</summary>
public sealed class DatasetCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        string? path = TextOf(fakeBoundParameters["LiteralPath"]) ?? TextOf(fakeBoundParameters["Path"]);
        return path is null ? [] : Completion.Of(Datasets(path), wordToComplete);
    }

    private static string? TextOf(object? bound) => bound switch
    {
        PSObject wrapped => TextOf(wrapped.BaseObject),
        string text => text,
        FileInfo file => file.FullName,
        object[] { Length: > 0 } several => TextOf(several[0]),
        _ => null,
    };

    private static List<(string, string)> Datasets(string path)
    {
        try
        {
            return [.. HdfFile.ListDatasets(Resolve(path)).Where(d => d.IsImage).Select(d => (d.Name, d.ToString()))];
        }
        catch (Exception e) when (e is SegException or IOException or RuntimeException)
        {
            // Completion offers nothing rather than an error.
            return [];
        }
    }

    // Completion runs on the pipeline thread of the session, whose location relative paths refer to.
    private static string Resolve(string path)
        => Runspace.DefaultRunspace is { } runspace ? runspace.SessionStateProxy.Path.GetUnresolvedProviderPathFromPSPath(path) : Path.GetFullPath(path);
}
