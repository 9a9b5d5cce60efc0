using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>Measures and draws lines of text with <see cref="StrokeGlyphs"/>; characters it lacks come from an installed font, if there is one.</summary>
internal sealed class StrokeText : IDisposable
{
    // In glyph units: pen width and the gap between the pens of neighbouring characters.
    private const float Pen = 1.55f;
    private const float Gap = 3.5f;

    private readonly Dictionary<char, SKPath> paths = [];
    private readonly Dictionary<char, SKTypeface?> typefaces = [];
    private readonly float scale;
    private readonly SKPaint pen;
    private readonly SKPaint fill;

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
        fill = new SKPaint { Color = color, IsAntialias = true };
    }

    public float Size { get; }

    /// <summary>Distance between baselines.</summary>
    public float LineHeight => Size * 1.35f;

    /// <summary>Width of a line in pixels.</summary>
    public float Measure(string line)
    {
        float width = 0;
        foreach (char c in line)
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
        foreach (char c in line)
        {
            if (StrokeGlyphs.Find(c) is not null)
            {
                canvas.DrawPath(Path(c), pen);
            }
            else if (Typeface(c) is SKTypeface typeface)
            {
                using var font = new SKFont(typeface, StrokeGlyphs.CapHeight / 0.72f);
                canvas.DrawText(c.ToString(), 0, 0, font, fill);
            }
            else
            {
                canvas.DrawRect(0, -StrokeGlyphs.CapHeight, 8, StrokeGlyphs.CapHeight, pen);
            }

            canvas.Translate(Advance(c), 0);
        }

        canvas.Restore();
    }

    /// <summary>Draws a line centred at x.</summary>
    public void DrawCentred(SKCanvas canvas, string line, float x, float y) => Draw(canvas, line, x - (Measure(line) / 2), y);

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
            kept = kept[..^1];
        }

        return kept.TrimEnd() + "…";
    }

    public void Dispose()
    {
        pen.Dispose();
        fill.Dispose();
        foreach (SKPath path in paths.Values)
        {
            path.Dispose();
        }

        foreach (SKTypeface? typeface in typefaces.Values)
        {
            typeface?.Dispose();
        }
    }

    private float Advance(char c)
    {
        if (StrokeGlyphs.Find(c) is StrokeGlyph glyph)
        {
            return glyph.Width + Gap;
        }

        if (Typeface(c) is SKTypeface typeface)
        {
            using var font = new SKFont(typeface, StrokeGlyphs.CapHeight / 0.72f);
            return font.MeasureText(c.ToString()) + (Gap / 4);
        }

        return 8 + Gap;
    }

    private SKPath Path(char c)
    {
        if (!paths.TryGetValue(c, out SKPath? path))
        {
            path = SKPath.ParseSvgPathData(StrokeGlyphs.Find(c)!.Strokes) ?? new SKPath();
            paths.Add(c, path);
        }

        return path;
    }

    private SKTypeface? Typeface(char c)
    {
        if (!typefaces.TryGetValue(c, out SKTypeface? typeface))
        {
            typeface = SKFontManager.Default.MatchCharacter(c);
            typefaces.Add(c, typeface);
        }

        return typeface;
    }
}
