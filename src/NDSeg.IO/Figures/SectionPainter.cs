using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>Paints the sections of a volume into one picture, and draws the lines between them.</summary>
internal static class SectionPainter
{
    private static readonly SKColor LineColor = new(0xFF, 0xE0, 0x30, 0xC0);
    private static readonly SKColor HaloColor = new(0x00, 0x00, 0x00, 0x60);

    /// <summary>The picture: white where there is no section.</summary>
    public static RgbPicture Paint(SectionsPanel panel, int height, int width)
    {
        var layout = new SectionLayout(panel, width);
        var picture = new RgbPicture(height, width);
        picture.Pixels.AsSpan().Fill(byte.MaxValue);
        foreach ((FigurePanel section, SKRectI place) in new[] { (panel.Slice, layout.Slice), (panel.Right, layout.Right), (panel.Below, layout.Below) })
        {
            (int rows, int columns) = PanelPainter.SizeOf(section);
            Put(PanelPainter.Paint(section, new FigureCrop(0, rows, 0, columns), place.Height, place.Width), picture, place);
        }

        return picture;
    }

    /// <summary>Frames, lines and the names of the axes, over the picture.</summary>
    public static void Draw(SKCanvas canvas, SectionsPanel panel, float x, float y, int width, float unit, SKColor frame, StrokeText text)
    {
        var layout = new SectionLayout(panel, width);
        using var edge = new SKPaint { Color = frame, Style = SKPaintStyle.Stroke, StrokeWidth = 1 };
        float pen = Math.Max(1, unit * 0.06f);
        using var halo = new SKPaint { Color = HaloColor, Style = SKPaintStyle.Stroke, StrokeWidth = pen * 2.5f, IsAntialias = true };
        using var line = new SKPaint { Color = LineColor, Style = SKPaintStyle.Stroke, StrokeWidth = pen, IsAntialias = true };
        canvas.Save();
        canvas.Translate(x, y);
        foreach ((SKPoint from, SKPoint to) in panel.Lines ? layout.Lines() : [])
        {
            canvas.DrawLine(from, to, halo);
            canvas.DrawLine(from, to, line);
        }

        using var plate = new SKPaint { Color = new SKColor(0, 0, 0, 0xB0), IsAntialias = true };
        foreach ((SKRectI place, string name) in new[] { (layout.Slice, "xy"), (layout.Right, "zy"), (layout.Below, "xz") })
        {
            canvas.DrawRect(place.Left - 0.5f, place.Top - 0.5f, place.Width + 1, place.Height + 1, edge);
            float nameWidth = text.Measure(name) + (text.Size * 0.6f);
            if (place.Width > 2 * nameWidth && place.Height > 3 * text.Size)
            {
                canvas.DrawRect(place.Left, place.Top, nameWidth, text.Size * 1.3f, plate);
                text.Draw(canvas, name, place.Left + (text.Size * 0.3f), place.Top + (text.Size * 0.9f));
            }
        }

        canvas.Restore();
    }

    private static void Put(RgbPicture part, RgbPicture picture, SKRectI place)
    {
        int columns = Math.Min(part.Width, picture.Width - place.Left);
        for (int y = 0; y < Math.Min(part.Height, picture.Height - place.Top); y++)
        {
            part.Pixels.AsSpan(3 * y * part.Width, 3 * columns).CopyTo(picture.Pixels.AsSpan(3 * (((place.Top + y) * picture.Width) + place.Left)));
        }
    }
}
