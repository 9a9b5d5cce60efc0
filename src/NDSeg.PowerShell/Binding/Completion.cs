using System.Management.Automation;

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

    private static string Quoted(string value)
        => value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/' or '.' or ':')
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
