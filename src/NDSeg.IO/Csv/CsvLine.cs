using System.Globalization;

namespace NDSeg.IO.Csv;

/// <summary>The cells of one line, taken from left to right.</summary>
internal ref struct CsvLine(string text, int number)
{
    private ReadOnlySpan<char> rest = text;
    private bool ended;

    /// <summary>A cell as text.</summary>
    public string Text() => Next(out bool quoted) is var cell && quoted ? cell.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : cell.ToString();

    /// <summary>Leaves a cell out.</summary>
    public void Skip() => Next(out _);

    /// <summary>A whole number of at least 0.</summary>
    public int Integer(string column)
    {
        ReadOnlySpan<char> cell = Next(out _);
        return int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : throw Unexpected(column, "a whole number", cell);
    }

    /// <summary>A whole number.</summary>
    public long Long(string column)
    {
        ReadOnlySpan<char> cell = Next(out _);
        return long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Unexpected(column, "a whole number", cell);
    }

    /// <summary>A number.</summary>
    public float Float(string column)
    {
        ReadOnlySpan<char> cell = Next(out _);
        return float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : throw Unexpected(column, "a number", cell);
    }

    /// <summary>Says that no cell may be left.</summary>
    public readonly void End()
    {
        if (!ended)
        {
            throw new InvalidDataException($"Expected fewer cells in line {number}, found '{Shortened(rest)}' behind them.");
        }
    }

    private ReadOnlySpan<char> Next(out bool quoted)
    {
        quoted = false;
        if (ended)
        {
            throw new InvalidDataException($"Expected more cells in line {number}.");
        }

        int length;
        ReadOnlySpan<char> cell;
        if (rest is ['"', ..])
        {
            length = EndOfQuotes();
            cell = rest[1..(length - 1)];
            quoted = true;
            if (length < rest.Length && rest[length] != ',')
            {
                throw new InvalidDataException($"Expected a comma behind the quotes in line {number}, found '{Shortened(rest[length..])}'.");
            }
        }
        else
        {
            int comma = rest.IndexOf(',');
            length = comma < 0 ? rest.Length : comma;
            cell = rest[..length];
        }

        ended = length == rest.Length;
        rest = ended ? [] : rest[(length + 1)..];
        return cell;
    }

    /// <summary>The place behind the closing quotes; quotes inside a cell are doubled.</summary>
    private readonly int EndOfQuotes()
    {
        for (int at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '"')
            {
                if (at + 1 == rest.Length || rest[at + 1] != '"')
                {
                    return at + 1;
                }

                at++;
            }
        }

        throw new InvalidDataException($"Expected closing quotes in line {number}.");
    }

    private readonly InvalidDataException Unexpected(string column, string what, ReadOnlySpan<char> cell)
        => new($"Expected {what} in line {number}, column '{column}', found '{Shortened(cell)}'.");

    private static string Shortened(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";
}
