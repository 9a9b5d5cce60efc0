using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace NDSeg.PowerShell.Binding;

/// <summary>Makes completion results: filtered by what was typed, quoted where a value needs it.</summary>
internal static class Completion
{
    /// <summary>The values that start with the typed word.</summary>
    public static IEnumerable<CompletionResult> Of(IEnumerable<(string Value, string Tip)> values, string word)
    {
        string typed = (word ?? string.Empty).Trim('\'', '"');
        foreach ((string value, string tip) in values.Distinct())
        {
            if (value.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(Quoted(value), value, CompletionResultType.ParameterValue, tip);
            }
        }
    }

    /// <summary>What reading a file offers; nothing, rather than an error, where it cannot be read.</summary>
    public static IReadOnlyList<T> Found<T>(string path, Func<string, IReadOnlyList<T>> read)
    {
        try
        {
            return read(Resolve(path));
        }
        catch (Exception e) when (e is SegException or IOException or RuntimeException)
        {
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

    /// <summary>The value of a variable of the session; nothing where there is none.</summary>
    public static IReadOnlyList<object?> Variable(string name)
    {
        if (Runspace.DefaultRunspace is null)
        {
            return [];
        }

        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("param($name) Get-Variable -Name $name -ValueOnly -ErrorAction Ignore").AddArgument(name);
        return [.. shell.Invoke().Take(1)];
    }

    /// <summary>The value of a property of a variable, such as $phantom.Truth; nothing where there is none.</summary>
    public static IReadOnlyList<object?> Property(string variable, string name)
        => Variable(variable) is [{ } value] && PSObject.AsPSObject(value).Properties[name] is { } property ? [property.Value] : [];

    /// <summary>The value of the variable in front of the pipe that a command ends; nothing where there is another command.</summary>
    public static IReadOnlyList<object?> PipedVariable(CommandAst command)
        => command.Parent is PipelineAst { PipelineElements: [CommandExpressionAst { Expression: VariableExpressionAst variable }, ..] } pipeline && pipeline.PipelineElements[1] == command
            ? Variable(variable.VariablePath.UserPath)
            : [];

    private static string Quoted(string value)
        => value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/' or '.' or ':')
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
