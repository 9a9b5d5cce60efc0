using NDSeg.Images;
using NDSeg.IO.Figures;
using SkiaSharp;

namespace NDSeg.IO.Report;

/// <summary>The pictures of a report, as data in the page itself.</summary>
internal static class ReportPictures
{
    private const int LongestEdge = 1100;

    /// <summary>The size pictures of H x W pixels are shown in: shrunk to fit the page, small ones enlarged by whole numbers.</summary>
    public static (int Height, int Width) SizeOf(int height, int width)
    {
        int longest = Math.Max(height, width);
        if (longest <= LongestEdge)
        {
            int times = Math.Max(1, 700 / longest);
            return (height * times, width * times);
        }

        return (Math.Max(1, (int)((long)height * LongestEdge / longest)), Math.Max(1, (int)((long)width * LongestEdge / longest)));
    }

    /// <summary>A panel as a data address; photographs as JPEG, maps of few colours as PNG.</summary>
    public static string DataOf(FigurePanel panel, bool photograph, (int Height, int Width)? size = null)
    {
        (int height, int width) = PanelPainter.SizeOf(panel);
        (int shownHeight, int shownWidth) = size ?? SizeOf(height, width);
        RgbPicture picture = PanelPainter.Paint(panel, new FigureCrop(0, height, 0, width), shownHeight, shownWidth);
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        for (int i = 0; i < picture.Height * picture.Width; i++)
        {
            picture.Pixels.AsSpan(3 * i, 3).CopyTo(target[(4 * i)..]);
            target[(4 * i) + 3] = byte.MaxValue;
        }

        using SKData data = bitmap.Encode(photograph ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, 88);
        return $"data:image/{(photograph ? "jpeg" : "png")};base64,{Convert.ToBase64String(data.AsSpan())}";
    }

    /// <summary>Pixels with a truth: wrong ones in red, right ones in pale grey, the rest white.</summary>
    public static SegLabels Errors(SegLabels labels, SegLabels truth)
    {
        var indices = new byte[labels.Height * labels.Width];
        for (int i = 0; i < indices.Length; i++)
        {
            int expected = truth.At(i);
            int found = labels.At(i);
            indices[i] = expected == 0 ? (byte)0 : found != 0 && Same(labels.Classes[found - 1], truth.Classes[expected - 1]) ? (byte)1 : (byte)2;
        }

        return new SegLabels(labels.Height, labels.Width, indices, [new(1, 1, "right", new RgbColor(0xE3, 0xE6, 0xE8)), new(2, 2, "wrong", new RgbColor(0xD5, 0x1F, 0x2B))]);
    }

    private static bool Same(SegClass a, SegClass b) => a.Value == b.Value || string.Equals(a.Name, b.Name, StringComparison.OrdinalIgnoreCase);
}
