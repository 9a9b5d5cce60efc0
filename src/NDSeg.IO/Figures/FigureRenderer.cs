using System.Globalization;
using NDSeg.Images;
using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>Draws a figure into a bitmap.</summary>
internal sealed class FigureRenderer : IDisposable
{
    private static readonly SKColor Ink = new(0x1A, 0x1A, 0x1A);
    private static readonly SKColor Hairline = new(0xC8, 0xC8, 0xC8);

    private readonly Figure figure;
    private readonly StrokeText text;
    private readonly StrokeText small;
    private readonly StrokeText large;
    private readonly float unit;

    public FigureRenderer(Figure figure)
    {
        this.figure = figure;
        // 700-pixel panels carry 21-pixel titles, which is 12 points on a 7-inch panel with some air.
        unit = Math.Clamp(figure.PanelPixels * 0.03f, 11f, 48f);
        text = new StrokeText(unit, Ink);
        small = new StrokeText(unit * 0.85f, Ink);
        large = new StrokeText(unit * 1.2f, Ink);
    }

    public SKBitmap Render(CancellationToken cancellation)
    {
        if (figure.Panels.Count == 0 || figure.PanelPixels is < 16 or > 8192)
        {
            throw FigureLayout.Invalid($"Expected at least one panel of 16 to 8192 pixels, found {figure.Panels.Count} of {figure.PanelPixels}.");
        }

        FigureCrop[] crops = [.. figure.Panels.Select(CropOf)];
        (int Height, int Width)[] sizes = [.. crops.Select(SizeOf)];
        float cellWidth = sizes.Max(s => s.Width);
        string[][] titles = [.. figure.Panels.Select(p => TitleLines(p, cellWidth))];
        float[] footers = [.. figure.Panels.Select(p => FooterHeight(p, cellWidth))];
        FigureLayout layout = FigureLayout.Of(figure, sizes, [.. titles.Select(t => t.Length)], footers, unit, text.LineHeight);

        var bitmap = new SKBitmap(new SKImageInfo(layout.Width, layout.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        if (!string.IsNullOrEmpty(figure.Title))
        {
            string title = large.Fit(figure.Title.ReplaceLineEndings(" "), layout.Width - (2 * layout.Margin));
            large.DrawCentred(canvas, title, layout.Width / 2f, layout.Margin + large.Size);
        }

        for (int i = 0; i < figure.Panels.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            DrawPanel(canvas, layout, i, crops[i], sizes[i], titles[i]);
        }

        return bitmap;
    }

    public void Dispose()
    {
        text.Dispose();
        small.Dispose();
        large.Dispose();
    }

    private static FigureCrop CropOf(FigurePanel panel)
    {
        (int height, int width) = PanelPainter.SizeOf(panel);
        FigureCrop crop = panel.Crop ?? new FigureCrop(0, height, 0, width);
        bool inside = crop.FirstRow >= 0 && crop.FirstRow < crop.EndRow && crop.EndRow <= height
            && crop.FirstColumn >= 0 && crop.FirstColumn < crop.EndColumn && crop.EndColumn <= width;
        return inside
            ? crop
            : throw FigureLayout.Invalid($"Expected a crop inside {height} x {width} pixels, found rows {crop.FirstRow} to {crop.EndRow} and columns {crop.FirstColumn} to {crop.EndColumn}.");
    }

    /// <summary>The size a picture is drawn in: its longer edge has the panel's pixels.</summary>
    private (int Height, int Width) SizeOf(FigureCrop crop)
    {
        int height = crop.EndRow - crop.FirstRow;
        int width = crop.EndColumn - crop.FirstColumn;
        double scale = (double)figure.PanelPixels / Math.Max(height, width);
        return (Math.Max(1, (int)Math.Round(height * scale)), Math.Max(1, (int)Math.Round(width * scale)));
    }

    private string[] TitleLines(FigurePanel panel, float width)
        => string.IsNullOrEmpty(panel.Title) ? [] : [.. panel.Title.ReplaceLineEndings("\n").Split('\n').SelectMany(line => Wrap(line, width))];

    /// <summary>Breaks a line between words where it is too long.</summary>
    private IEnumerable<string> Wrap(string line, float width)
    {
        string current = string.Empty;
        foreach (string word in line.Split(' '))
        {
            string longer = current.Length == 0 ? word : current + " " + word;
            if (current.Length > 0 && text.Measure(longer) > width)
            {
                yield return current;
                current = word;
            }
            else
            {
                current = longer;
            }
        }

        yield return text.Fit(current, width);
    }

    private static IReadOnlyList<SegClass> LegendOf(FigurePanel panel) => panel switch
    {
        LabelPanel { Legend: true } p => p.Labels.Classes,
        OverlayPanel { Legend: true } p => p.Labels.Classes,
        _ => [],
    };

    private float FooterHeight(FigurePanel panel, float width)
    {
        int rows = LegendRows(LegendOf(panel), width).Count;
        return panel is HeatPanel { ScaleBar: true }
            ? (0.6f * unit) + unit + small.LineHeight
            : rows == 0 ? 0 : (0.5f * unit) + (rows * small.LineHeight);
    }

    private float EntryWidth(SegClass entry) => (1.5f * small.Size) + small.Measure(entry.Name) + (1.4f * small.Size);

    private List<List<SegClass>> LegendRows(IReadOnlyList<SegClass> classes, float width)
    {
        var rows = new List<List<SegClass>>();
        float used = float.PositiveInfinity;
        foreach (SegClass entry in classes)
        {
            float needed = EntryWidth(entry);
            if (used + needed > width)
            {
                rows.Add([]);
                used = 0;
            }

            rows[^1].Add(entry);
            used += needed;
        }

        return rows;
    }

    private void DrawPanel(SKCanvas canvas, FigureLayout layout, int index, FigureCrop crop, (int Height, int Width) size, string[] title)
    {
        FigurePanel panel = figure.Panels[index];
        (float cellX, float cellY) = layout.Cell(index);
        float x = (float)Math.Round(cellX + ((layout.CellWidth - size.Width) / 2));
        float y = (float)Math.Round(cellY + ((layout.CellHeight - size.Height) / 2));
        for (int line = 0; line < title.Length; line++)
        {
            float baseline = y - (unit * 0.5f) - ((title.Length - 1 - line) * text.LineHeight);
            text.DrawCentred(canvas, title[line], cellX + (layout.CellWidth / 2), baseline);
        }

        RgbPicture picture = PanelPainter.Paint(panel, crop, size.Height, size.Width);
        DrawPicture(canvas, picture, x, y);
        if (panel is LabelPanel)
        {
            using var frame = new SKPaint { Color = Hairline, Style = SKPaintStyle.Stroke, StrokeWidth = 1 };
            canvas.DrawRect(x - 0.5f, y - 0.5f, size.Width + 1, size.Height + 1, frame);
        }

        float footerY = y + size.Height;
        if (panel is HeatPanel { ScaleBar: true } heat)
        {
            DrawScaleBar(canvas, SampleWindow.Of(heat, crop), x, footerY + (0.6f * unit), size.Width);
        }
        else
        {
            DrawLegend(canvas, LegendOf(panel), cellX, footerY + (0.5f * unit), layout.CellWidth);
        }
    }

    private static void DrawPicture(SKCanvas canvas, RgbPicture picture, float x, float y)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        for (int row = 0; row < picture.Height; row++)
        {
            Span<byte> line = target.Slice(row * bitmap.RowBytes, 4 * picture.Width);
            for (int column = 0, from = 3 * row * picture.Width; column < picture.Width; column++, from += 3)
            {
                picture.Pixels.AsSpan(from, 3).CopyTo(line[(4 * column)..]);
                line[(4 * column) + 3] = byte.MaxValue;
            }
        }

        canvas.DrawBitmap(bitmap, x, y);
    }

    private void DrawLegend(SKCanvas canvas, IReadOnlyList<SegClass> classes, float x, float y, float width)
    {
        float swatch = small.Size * 0.95f;
        using var edge = new SKPaint { Color = Hairline, Style = SKPaintStyle.Stroke, StrokeWidth = 1, IsAntialias = true };
        using var fill = new SKPaint { IsAntialias = true };
        foreach (List<SegClass> row in LegendRows(classes, width))
        {
            float total = row.Sum(EntryWidth) - (1.4f * small.Size);
            float at = x + ((width - total) / 2);
            float baseline = y + small.Size;
            foreach (SegClass entry in row)
            {
                fill.Color = new SKColor(entry.Color.R, entry.Color.G, entry.Color.B);
                var box = SKRect.Create(at, baseline - (swatch * 0.88f), swatch, swatch);
                canvas.DrawRect(box, fill);
                canvas.DrawRect(box, edge);
                small.Draw(canvas, small.Fit(entry.Name, width), at + (1.5f * small.Size), baseline);
                at += EntryWidth(entry);
            }

            y += small.LineHeight;
        }
    }

    private void DrawScaleBar(SKCanvas canvas, SampleWindow window, float x, float y, float width)
    {
        float barWidth = width * 0.6f;
        float left = x + ((width - barWidth) / 2);
        using var fill = new SKPaint();
        for (int i = 0; i < (int)barWidth; i++)
        {
            RgbColor color = Inferno.At(i / Math.Max(1.0, barWidth - 1));
            fill.Color = new SKColor(color.R, color.G, color.B);
            canvas.DrawRect(left + i, y, 1.5f, unit * 0.7f, fill);
        }

        float baseline = y + (unit * 0.7f) + small.LineHeight;
        small.DrawCentred(canvas, Number(window.Minimum), left, baseline);
        small.DrawCentred(canvas, Number((window.Minimum + window.Maximum) / 2), left + (barWidth / 2), baseline);
        small.DrawCentred(canvas, Number(window.Maximum), left + barWidth, baseline);
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
