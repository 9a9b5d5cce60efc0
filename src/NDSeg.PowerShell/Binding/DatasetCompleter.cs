using System.Collections;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Management.Automation;
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
            return [.. ImageReader.ListDatasets(Resolve(path)).Where(d => d.IsImage).Select(d => (d.Name, d.ToString()))];
        }
        catch (Exception e) when (e is SegException or IOException or RuntimeException)
        {
            // Completion offers nothing rather than an error.
            return [];
        }
    }

    // Relative paths refer to the location of the session. Completion runs while the session's pipeline is busy, so that
    // only a nested pipeline may ask it.
    private static string Resolve(string path)
    {
        if (Runspace.DefaultRunspace is null)
        {
            return Path.GetFullPath(path);
        }

        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("param($path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)").AddArgument(path);
        return shell.Invoke<string>().Single();
    }
}
