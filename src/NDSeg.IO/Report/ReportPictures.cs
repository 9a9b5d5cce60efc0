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
}
