using System.Management.Automation;
using Xunit;

namespace NDSeg.PowerShell.Tests.Volumes;

/// <summary>What a script wrote, and the exit code of the last script file it ran.</summary>
public sealed record ScriptResult(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, int? ExitCode)
{
    /// <summary>The error ids, without the command's name.</summary>
    public IReadOnlyList<string> ErrorIds => [.. Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0])];

    /// <summary>The one object that was written, as a type.</summary>
    public T Single<T>() => (T)LanguagePrimitives.ConvertTo(Assert.Single(NoErrors().Output), typeof(T), null);

    /// <summary>Checks that there was no error.</summary>
    public ScriptResult NoErrors()
    {
        Assert.True(Errors.Count == 0, string.Join('\n', Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e}")));
        return this;
    }
}
