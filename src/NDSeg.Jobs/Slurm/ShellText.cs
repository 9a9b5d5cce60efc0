namespace NDSeg.Jobs.Slurm;

/// <summary>Text as a shell takes it, whatever characters are in it.</summary>
internal static class ShellText
{
    /// <summary>For bash.</summary>
    /// <exception cref="SegException">InvalidSlurmOption for several lines.</exception>
    public static string Quoted(string text) => text.Any(char.IsControl)
        ? throw new SegException("InvalidSlurmOption", SegErrorKind.InvalidArgument, $"Expected paths and options of one line for the submit script, found '{text.ReplaceLineEndings(" ")}'.", "Leave line breaks out.")
        : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>For a line that is given to bash or to PowerShell, as far as both understand the same.</summary>
    public static string QuotedForBoth(string text)
        => text.Contains('\'', StringComparison.Ordinal) && text.IndexOfAny(['"', '$', '`', '\\', '!']) < 0 ? $"\"{text}\"" : Quoted(text);

    /// <summary>For PowerShell.</summary>
    public static string QuotedForPowerShell(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
