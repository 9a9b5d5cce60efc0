using System.Globalization;
using NDSeg.Images;
using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>Draws a figure on a canvas, whatever that writes to.</summary>
internal sealed class FigureRenderer : IDisposable
{
    private static readonly SKColor Ink = new(0x1A, 0x1A, 0x1A);
    private static readonly SKColor MarkColor = new(0xD0, 0x00, 0x6F);
    private static readonly SKColor Hairline = new(0xC8, 0xC8, 0xC8);

    private readonly Figure figure;
    private readonly StrokeText text;
    private readonly StrokeText small;
    private readonly StrokeText large;
    private readonly StrokeText white;
    private readonly float unit;
    private FigureCrop[] crops = [];
    private (int Height, int Width)[] sizes = [];
    private IReadOnlyList<LegendEntry>[] legends = [];
    private string[][] titles = [];
    private string[] header = [];

    public FigureRenderer(Figure figure)
    {
        this.figure = figure;
        // 700-pixel panels carry 21-pixel titles, which is 12 points on a 7-inch panel with some air.
        unit = Math.Clamp(figure.PanelPixels * 0.03f, 11f, 48f);
        text = new StrokeText(unit, Ink);
        small = new StrokeText(unit * 0.85f, Ink);
        large = new StrokeText(unit * 1.2f, Ink);
        white = new StrokeText(unit * 0.85f, SKColors.White);
    }

    /// <summary>Finds out how large everything is.</summary>
    /// <exception cref="SegException">InvalidFigure.</exception>
    public FigureLayout Measure()
    {
        if (figure.Panels.Count == 0 || figure.PanelPixels is < 16 or > 8192)
        {
            throw FigureLayout.Invalid($"Expected at least one panel of 16 to 8192 pixels, found {figure.Panels.Count} of {figure.PanelPixels}.");
        }

        crops = [.. figure.Panels.Select(CropOf)];
        sizes = [.. crops.Select(SizeOf)];
        legends = [.. figure.Panels.Select(LegendOf)];
        float cellWidth = sizes.Max(s => s.Width);
        titles = [.. figure.Panels.Select(p => Lines(p.Title, cellWidth, text))];
        float[] footers = [.. figure.Panels.Select((p, i) => FooterHeight(p, legends[i], cellWidth))];
        FigureLayout layout = FigureLayout.Of(figure, sizes, [.. titles.Select(t => t.Length)], footers, unit, text.LineHeight);
        header = Lines(figure.Title, layout.Width - (2 * layout.Margin), large);
        layout.HeaderHeight = header.Length == 0 ? 0 : (header.Length * large.LineHeight) + (0.5f * unit);
        return layout;
    }

    /// <summary>Draws everything.</summary>
    public void Draw(SKCanvas canvas, FigureLayout layout, CancellationToken cancellation)
    {
        canvas.Clear(SKColors.White);
        for (int line = 0; line < header.Length; line++)
        {
            large.DrawCentred(canvas, header[line], layout.Width / 2f, layout.Margin + large.Size + (line * large.LineHeight));
        }

        for (int i = 0; i < figure.Panels.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            DrawPanel(canvas, layout, i);
        }
    }

    public void Dispose()
    {
        text.Dispose();
        small.Dispose();
        large.Dispose();
        white.Dispose();
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

    private static string[] Lines(string? value, float width, StrokeText with)
        => string.IsNullOrEmpty(value) ? [] : [.. value.ReplaceLineEndings("\n").Split('\n').SelectMany(line => with.Wrap(line, width))];

    /// <summary>Everything that a figure says in letters that are not its own.</summary>
    public static IEnumerable<string> TextsOf(Figure figure)
        => figure.Panels.SelectMany(p => LegendOf(p).Select(e => e.Name).Concat(p.Marks.Select(m => m.Text)).Append(p.Title).Append(HeatOf(p)?.Name)).Append(figure.Title).OfType<string>();

    private static IReadOnlyList<LegendEntry> LegendOf(FigurePanel panel) => panel switch
    {
        LabelPanel { Legend: true } p => LegendEntry.Of(p.Labels),
        OverlayPanel { Legend: true } p => LegendEntry.Of(p.Labels),
        SectionsPanel { Legend: true, Classes.Count: > 0 } p => LegendEntry.Of(p.Classes, p.Counts),
        _ => [],
    };

    private float FooterHeight(FigurePanel panel, IReadOnlyList<LegendEntry> legend, float width)
    {
        int rows = LegendRows(legend, width).Count;
        return HeatOf(panel) is { ScaleBar: true } heat
            ? (0.6f * unit) + unit + ((heat.Name is null ? 1 : 2) * small.LineHeight)
            : rows == 0 ? 0 : (0.5f * unit) + (rows * small.LineHeight);
    }

    private float EntryWidth(LegendEntry entry) => (1.5f * small.Size) + small.Measure(entry.Text) + (1.4f * small.Size);

    // A long name gives way to its share.
    private string Shown(LegendEntry entry, float width)
        => small.Measure(entry.Text) <= width ? entry.Text : small.Fit(entry.Name, width - small.Measure(" " + entry.Share)) + " " + entry.Share;

    private List<List<LegendEntry>> LegendRows(IReadOnlyList<LegendEntry> entries, float width)
    {
        var rows = new List<List<LegendEntry>>();
        float used = float.PositiveInfinity;
        foreach (LegendEntry entry in entries)
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

    private void DrawPanel(SKCanvas canvas, FigureLayout layout, int index)
    {
        FigurePanel panel = figure.Panels[index];
        FigureCrop crop = crops[index];
        (int height, int width) = sizes[index];
        (float cellX, float cellY) = layout.Cell(index);
        float x = (float)Math.Round(cellX + ((layout.CellWidth - width) / 2));
        float y = (float)Math.Round(cellY + ((layout.CellHeight - height) / 2));
        string[] title = titles[index];
        for (int line = 0; line < title.Length; line++)
        {
            float baseline = y - (unit * 0.5f) - ((title.Length - 1 - line) * text.LineHeight);
            text.DrawCentred(canvas, title[line], cellX + (layout.CellWidth / 2), baseline);
        }

        DrawPicture(canvas, PanelPainter.Paint(panel, crop, height, width), x, y);
        if (panel is LabelPanel)
        {
            using var frame = new SKPaint { Color = Hairline, Style = SKPaintStyle.Stroke, StrokeWidth = 1 };
            canvas.DrawRect(x - 0.5f, y - 0.5f, width + 1, height + 1, frame);
        }

        if (panel is SectionsPanel sections)
        {
            SectionPainter.Draw(canvas, sections, x, y, width, unit, Hairline, white);
        }

        DrawMarks(canvas, panel.Marks, crop, x, y, (float)width / (crop.EndColumn - crop.FirstColumn), new SKSize(width, height));
        if (figure.ScaleBars && LengthBar.Of(ScaleOf(panel), crop.EndColumn - crop.FirstColumn, width) is LengthBar bar)
        {
            bar.Draw(canvas, x, y + height, white);
        }

        float footerY = y + height;
        if (HeatOf(panel) is { ScaleBar: true } heat)
        {
            DrawColorBar(canvas, heat, SampleWindow.Of(heat, heat == panel ? crop : new FigureCrop(0, heat.Height, 0, heat.Width)), x, footerY + (0.6f * unit), width);
        }
        else
        {
            DrawLegend(canvas, legends[index], cellX, footerY + (0.5f * unit), layout.CellWidth);
        }
    }

    private static HeatPanel? HeatOf(FigurePanel panel) => panel as HeatPanel ?? (panel as SectionsPanel)?.Slice as HeatPanel;

    private static PhysicalScale? ScaleOf(FigurePanel panel) => panel switch
    {
        ImagePanel p => PhysicalScale.Of(p.Image.PixelSize),
        LabelPanel p => PhysicalScale.Of(p.Labels.PixelSize),
        OverlayPanel p => PhysicalScale.Of(p.Image.PixelSize) ?? PhysicalScale.Of(p.Labels.PixelSize),
        SectionsPanel { VoxelSize: { Unit: { } unit } size } => new PhysicalScale(size.X, size.Y, size.Z, unit),
        _ => null,
    };

    private void DrawMarks(SKCanvas canvas, IReadOnlyList<FigureMark> marks, FigureCrop crop, float x, float y, float scale, SKSize size)
    {
        float pen = Math.Max(2, unit * 0.12f);
        using var halo = new SKPaint { Color = SKColors.White, Style = SKPaintStyle.Stroke, StrokeWidth = pen * 2, IsAntialias = true };
        using var line = new SKPaint { Color = MarkColor, Style = SKPaintStyle.Stroke, StrokeWidth = pen, IsAntialias = true };
        using var plate = new SKPaint { Color = MarkColor, IsAntialias = true };
        canvas.Save();
        canvas.ClipRect(SKRect.Create(x, y, size.Width, size.Height));
        foreach (FigureMark mark in marks)
        {
            float centreX = x + ((mark.Left + (mark.Width / 2f) - crop.FirstColumn) * scale);
            float centreY = y + ((mark.Top + (mark.Height / 2f) - crop.FirstRow) * scale);
            float halfWidth = Math.Max(mark.Width * scale, unit) / 2;
            float halfHeight = Math.Max(mark.Height * scale, unit) / 2;
            var box = new SKRect(centreX - halfWidth, centreY - halfHeight, centreX + halfWidth, centreY + halfHeight);
            canvas.DrawRect(box, halo);
            canvas.DrawRect(box, line);

            // The number stands above its frame, or below it at the upper edge of the picture.
            float plateWidth = white.Measure(mark.Text) + (white.Size * 0.8f);
            float plateHeight = white.Size * 1.3f;
            float plateX = Math.Clamp(box.Left, x, x + Math.Max(0, size.Width - plateWidth));
            float plateY = box.Top - plateHeight >= y ? box.Top - plateHeight : Math.Min(box.Bottom, y + size.Height - plateHeight);
            canvas.DrawRect(plateX, plateY, plateWidth, plateHeight, plate);
            white.Draw(canvas, mark.Text, plateX + (white.Size * 0.4f), plateY + white.Size);
        }

        canvas.Restore();
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

    private void DrawLegend(SKCanvas canvas, IReadOnlyList<LegendEntry> entries, float x, float y, float width)
    {
        float swatch = small.Size * 0.95f;
        using var edge = new SKPaint { Color = Hairline, Style = SKPaintStyle.Stroke, StrokeWidth = 1, IsAntialias = true };
        using var fill = new SKPaint { IsAntialias = true };
        foreach (List<LegendEntry> row in LegendRows(entries, width))
        {
            float total = row.Sum(EntryWidth) - (1.4f * small.Size);
            float at = Math.Max(x, x + ((width - total) / 2));
            float baseline = y + small.Size;
            foreach (LegendEntry entry in row)
            {
                fill.Color = new SKColor(entry.Color.R, entry.Color.G, entry.Color.B);
                var box = SKRect.Create(at, baseline - (swatch * 0.88f), swatch, swatch);
                canvas.DrawRect(box, fill);
                canvas.DrawRect(box, edge);
                small.Draw(canvas, Shown(entry, width - (1.5f * small.Size)), at + (1.5f * small.Size), baseline);
                at += EntryWidth(entry);
            }

            y += small.LineHeight;
        }
    }

    private void DrawColorBar(SKCanvas canvas, HeatPanel heat, SampleWindow window, float x, float y, float width)
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
        small.DrawCentred(canvas, $"{Number(window.Minimum)} {heat.LowName}".TrimEnd(), left, baseline);
        small.DrawCentred(canvas, Number((window.Minimum + window.Maximum) / 2), left + (barWidth / 2), baseline);
        small.DrawCentred(canvas, $"{Number(window.Maximum)} {heat.HighName}".TrimEnd(), left + barWidth, baseline);
        if (heat.Name is not null)
        {
            small.DrawCentred(canvas, small.Fit(heat.Name, width), x + (width / 2), baseline + small.LineHeight);
        }
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
