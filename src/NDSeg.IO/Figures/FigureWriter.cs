using NDSeg.Storage;
using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>Draws figures into PNG files. Text is drawn with strokes of its own, so figures look the same on every machine.</summary>
public static class FigureWriter
{
    /// <summary>Draws a figure.</summary>
    /// <param name="path">Target, .png.</param>
    /// <param name="figure">The panels.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellation">Ends the drawing early; no file is left.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat, InvalidFigure.</exception>
    public static void Write(string path, Figure figure, bool overwrite = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            throw new SegException("UnknownFormat", SegErrorKind.InvalidArgument, $"Expected a file name ending in .png, found '{path}'.", "Choose one of these endings.");
        }

        AtomicFile.Write(path, overwrite, stream =>
        {
            using var renderer = new FigureRenderer(figure);
            using SKBitmap bitmap = renderer.Render(cancellation);
            using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            png.SaveTo(stream);
        });
    }
}
