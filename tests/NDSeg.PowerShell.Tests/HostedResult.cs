using System.Management.Automation;
using Xunit;

namespace NDSeg.PowerShell.Tests;

/// <summary>What a script wrote to its streams.</summary>
/// <param name="Output">Objects written.</param>
/// <param name="Errors">Errors, the one that ended the script last.</param>
/// <param name="Ended">Whether an error ended the script.</param>
/// <param name="Warnings">Warnings.</param>
/// <param name="Verbose">Verbose messages.</param>
/// <param name="Progress">Progress records.</param>
public sealed record HostedResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    bool Ended,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Progress)
{
    /// <summary>The ids of the errors without the commands' names.</summary>
    public IReadOnlyList<string> ErrorIds => [.. Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0])];

    /// <summary>The objects written, without their wrappers.</summary>
    public IReadOnlyList<object?> Values => [.. Output.Select(o => o?.BaseObject)];

    /// <summary>Checks that there was no error.</summary>
    public HostedResult NoErrors()
    {
        Assert.True(Errors.Count == 0, string.Join('\n', Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e} {e.ScriptStackTrace}")));
        return this;
    }

    /// <summary>The one object written, without an error.</summary>
    public dynamic One() => Assert.Single(NoErrors().Output);

    /// <summary>The one object written, without an error, as a type of the base class library.</summary>
    public T One<T>() => LanguagePrimitives.ConvertTo<T>(Assert.Single(NoErrors().Output));

    /// <summary>Everything written, without an error, as a type of the base class library.</summary>
    public T[] All<T>() => [.. NoErrors().Output.Select(o => LanguagePrimitives.ConvertTo<T>(o))];
}
