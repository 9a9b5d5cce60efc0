using System.Text;
using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>
/// Measures and draws lines of text with <see cref="StrokeGlyphs"/>. A character it lacks is a box with its code point in it:
/// installed fonts are never asked, so a figure has the same bytes on every machine.
/// </summary>
internal sealed class StrokeText : IDisposable
{
    // In glyph units: pen width and the gap between the pens of neighbouring characters.
    private const float Pen = 1.55f;
    private const float Gap = 3.5f;

    private readonly Dictionary<Rune, SKPath> paths = [];
    private readonly float scale;
    private readonly SKPaint pen;

    /// <param name="size">Nominal size in pixels: capitals are 0.72 of it high.</param>
    /// <param name="color">Colour of the text.</param>
    public StrokeText(float size, SKColor color)
    {
        Size = size;
        scale = size * 0.72f / StrokeGlyphs.CapHeight;
        pen = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = Pen,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
    }

    public float Size { get; }

    /// <summary>Distance between baselines.</summary>
    public float LineHeight => Size * 1.35f;

    /// <summary>Width of a line in pixels.</summary>
    public float Measure(string line)
    {
        float width = 0;
        foreach (Rune c in line.EnumerateRunes())
        {
            width += Advance(c);
        }

        return line.Length == 0 ? 0 : (width - Gap + Pen) * scale;
    }

    /// <summary>Draws a line with its left edge at x and its baseline at y.</summary>
    public void Draw(SKCanvas canvas, string line, float x, float y)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.Scale(scale);
        canvas.Translate(Pen / 2, 0);
        foreach (Rune c in line.EnumerateRunes())
        {
            canvas.DrawPath(Path(c), pen);
            canvas.Translate(Advance(c), 0);
        }

        canvas.Restore();
    }

    /// <summary>Draws a line centred at x.</summary>
    public void DrawCentred(SKCanvas canvas, string line, float x, float y) => Draw(canvas, line, x - (Measure(line) / 2), y);

    /// <summary>Whether a character has strokes of its own; line breaks need none.</summary>
    public static bool Has(Rune character) => character.Value is '\n' or '\r' || StrokeGlyphs.Find(character) is not null;

    /// <summary>The line, shortened with an ellipsis until it fits.</summary>
    public string Fit(string line, float width)
    {
        if (Measure(line) <= width)
        {
            return line;
        }

        string kept = line;
        while (kept.Length > 1 && Measure(kept + "…") > width)
        {
            kept = kept[..^(char.IsLowSurrogate(kept[^1]) && kept.Length > 2 ? 2 : 1)];
        }

        return kept.TrimEnd() + "…";
    }

    /// <summary>Breaks a line between words, and within words that are too long, where it is wider than allowed.</summary>
    public IEnumerable<string> Wrap(string line, float width)
    {
        string current = string.Empty;
        foreach (string word in line.Split(' ').SelectMany(w => Pieces(w, width)))
        {
            string longer = current.Length == 0 ? word : current + " " + word;
            if (current.Length > 0 && Measure(longer) > width)
            {
                yield return current;
                current = word;
            }
            else
            {
                current = longer;
            }
        }

        yield return current;
    }

    // File names are long words: they break behind a mark if one is near, else anywhere.
    private IEnumerable<string> Pieces(string word, float width)
    {
        while (word.Length > 1 && Measure(word) > width)
        {
            int length = word.Length - 1;
            while (length > 1 && Measure(word[..length]) > width)
            {
                length--;
            }

            int mark = word.LastIndexOfAny(['_', '-', '.', '/', '\\'], length - 1);
            length = mark > length / 2 ? mark + 1 : char.IsHighSurrogate(word[length - 1]) && length > 1 ? length - 1 : length;
            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }

    public void Dispose()
    {
        pen.Dispose();
        foreach (SKPath path in paths.Values)
        {
            path.Dispose();
        }
    }

    private static float Advance(Rune c) => (StrokeGlyphs.Find(c)?.Width ?? CodePointBox.WidthOf(c)) + Gap;

    private SKPath Path(Rune c)
    {
        if (!paths.TryGetValue(c, out SKPath? path))
        {
            path = StrokeGlyphs.Find(c) is StrokeGlyph glyph ? SKPath.ParseSvgPathData(glyph.Strokes) ?? new SKPath() : CodePointBox.Draw(c);
            paths.Add(c, path);
        }

        return path;
    }
}
