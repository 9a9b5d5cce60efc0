namespace NDSeg.IO.Csv;

/// <summary>Text on its way into a cell.</summary>
internal static class CsvCell
{
    /// <summary>
    /// One line of text, quoted where it needs quotes. What a spreadsheet would take for a formula, because it begins with one of
    /// = + - @, gets an apostrophe in front: names come from files that others made.
    /// </summary>
    public static string Of(string text)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        if (line.Length > 0 && line.TrimStart() is ['=' or '+' or '-' or '@', ..])
        {
            line = "'" + line;
        }

        // A number sign starts a comment for some readers.
        return line.AsSpan().IndexOfAny(",\"#'") >= 0 || line.Trim() != line ? $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : line;
    }
}
