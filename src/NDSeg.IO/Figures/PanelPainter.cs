using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>Turns panels into pictures.</summary>
internal static class PanelPainter
{
    private static readonly RgbColor NoValue = new(128, 128, 128);

    /// <summary>The size of what a panel shows, before cropping.</summary>
    public static (int Height, int Width) SizeOf(FigurePanel panel) => panel switch
    {
        ImagePanel p => (p.Image.Height, p.Image.Width),
        LabelPanel p => (p.Labels.Height, p.Labels.Width),
        OverlayPanel p => (p.Image.Height, p.Image.Width),
        HeatPanel p => (p.Height, p.Width),
        SectionsPanel p => SectionLayout.SizeOf(p),
        _ => throw new ArgumentException($"No painter for {panel.GetType().Name}.", nameof(panel)),
    };

    /// <summary>The picture of a panel in the size it is drawn in.</summary>
    public static RgbPicture Paint(FigurePanel panel, FigureCrop crop, int height, int width) => panel switch
    {
        ImagePanel p => PaintImage(p, crop).Resize(height, width),
        LabelPanel p => PaintLabels(p, crop, height, width),
        OverlayPanel p => PaintOverlay(p, crop, height, width),
        HeatPanel p => PaintHeat(SampleWindow.Of(p, crop)).Resize(height, width),
        SectionsPanel p => SectionPainter.Paint(p, height, width),
        _ => throw new ArgumentException($"No painter for {panel.GetType().Name}.", nameof(panel)),
    };

    private static RgbPicture PaintImage(ImagePanel panel, FigureCrop crop)
    {
        SegImage image = panel.Image;
        bool inColor = panel.Channel is null && image.PixelType == PixelType.UInt8 && image.Channels is 3 or 4;
        if (!inColor)
        {
            return PaintGrey(SampleWindow.Of(image, panel.Channel ?? 0, crop, panel.Minimum, panel.Maximum));
        }

        var picture = NewPicture(crop);
        for (int c = 0; c < 3; c++)
        {
            ReadOnlySpan<byte> plane = image.Samples<byte>(c);
            for (int y = 0; y < picture.Height; y++)
            {
                int from = ((crop.FirstRow + y) * image.Width) + crop.FirstColumn;
                for (int x = 0, to = (3 * y * picture.Width) + c; x < picture.Width; x++, to += 3)
                {
                    picture.Pixels[to] = plane[from + x];
                }
            }
        }

        return picture;
    }

    private static RgbPicture PaintGrey(SampleWindow window)
    {
        var picture = new RgbPicture(window.Height, window.Width);
        for (int i = 0; i < window.Values.Length; i++)
        {
            double place = window.Place(i);
            byte grey = double.IsNaN(place) ? NoValue.R : (byte)Math.Min(255, (int)(place * 256));
            picture.Pixels.AsSpan(3 * i, 3).Fill(grey);
        }

        return picture;
    }

    private static RgbPicture PaintHeat(SampleWindow window)
    {
        RgbColor[] table = [.. Enumerable.Range(0, 256).Select(i => Inferno.At(i / 255.0))];
        var picture = new RgbPicture(window.Height, window.Width);
        for (int i = 0; i < window.Values.Length; i++)
        {
            double place = window.Place(i);
            Put(picture, i, double.IsNaN(place) ? NoValue : table[Math.Min(255, (int)(place * 256))]);
        }

        return picture;
    }

    private static RgbPicture PaintLabels(LabelPanel panel, FigureCrop crop, int height, int width)
    {
        var picture = NewPicture(crop);
        for (int i = 0; i < picture.Height * picture.Width; i++)
        {
            Put(picture, i, panel.Unlabelled);
        }

        return Lay(panel.Labels, 1, picture, crop, height, width);
    }

    private static RgbPicture PaintOverlay(OverlayPanel panel, FigureCrop crop, int height, int width)
    {
        if (panel.Labels.Height != panel.Image.Height || panel.Labels.Width != panel.Image.Width)
        {
            throw new SegException(
                "InvalidFigure",
                SegErrorKind.ShapeMismatch,
                $"Expected labels of the size of the image for an overlay, found {panel.Labels.Shape} over {panel.Image.Height} x {panel.Image.Width}.");
        }

        RgbPicture grey = PaintGrey(SampleWindow.Of(panel.Image, panel.Channel, crop, panel.Minimum, panel.Maximum));
        return Lay(panel.Labels, Math.Clamp(panel.Alpha, 0, 1), grey, crop, height, width);
    }

    // Colours are mixed pixel by pixel and only then averaged: to drop pixels of fine layers would show patterns that are not there.
    // Strokes are few and thin, and would fade: they are laid over the picture in its final size, thick enough to see.
    private static RgbPicture Lay(SegLabels labels, double alpha, RgbPicture picture, FigureCrop crop, int height, int width)
    {
        RgbColor[] colors = [default, .. labels.Classes.Select(c => c.Color)];
        if (StrokeReduction.IsSparse(labels, crop))
        {
            RgbPicture small = picture.Resize(height, width);
            Mix(small, StrokeReduction.Resize(labels, crop, height, width), colors, alpha);
            return small;
        }

        var indices = new int[picture.Height * picture.Width];
        for (int y = 0; y < picture.Height; y++)
        {
            long row = ((long)(crop.FirstRow + y) * labels.Width) + crop.FirstColumn;
            for (int x = 0; x < picture.Width; x++)
            {
                indices[(y * picture.Width) + x] = labels.At(row + x);
            }
        }

        Mix(picture, indices, colors, alpha);
        return picture.Resize(height, width);
    }

    private static void Mix(RgbPicture picture, int[] indices, RgbColor[] colors, double alpha)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] != 0)
            {
                RgbColor color = colors[indices[i]];
                Put(picture, i, new RgbColor(Blend(0, color.R), Blend(1, color.G), Blend(2, color.B)));
                byte Blend(int channel, byte value) => (byte)Math.Round((alpha * value) + ((1 - alpha) * picture.Pixels[(3 * i) + channel]));
            }
        }
    }

    private static RgbPicture NewPicture(FigureCrop crop) => new(crop.EndRow - crop.FirstRow, crop.EndColumn - crop.FirstColumn);

    private static void Put(RgbPicture picture, int index, RgbColor color)
    {
        picture.Pixels[3 * index] = color.R;
        picture.Pixels[(3 * index) + 1] = color.G;
        picture.Pixels[(3 * index) + 2] = color.B;
    }
}
