using NDSeg.Storage;
using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>
/// Draws figures into PNG, SVG or PDF files, as their names say. Text is drawn with strokes of its own, so figures look the same on every
/// machine.
/// </summary>
public static class FigureWriter
{
    /// <summary>The endings, with dot, that figures can have.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png", ".svg", ".pdf"];

    /// <summary>Draws a figure.</summary>
    /// <param name="path">Target, ending in one of <see cref="Extensions"/>.</param>
    /// <param name="figure">The panels.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellation">Ends the drawing early; no file is left.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat, InvalidFigure.</exception>
    public static void Write(string path, Figure figure, bool overwrite = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Action<FigureRenderer, FigureLayout, Stream, CancellationToken> write = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => WritePng,
            ".svg" => WriteSvg,
            ".pdf" => WritePdf,
            _ => throw new SegException("UnknownFormat", SegErrorKind.InvalidArgument, $"Expected a file name ending in {string.Join(", ", Extensions)}, found '{path}'.", "Choose one of these endings."),
        };
        AtomicFile.Write(path, overwrite, stream =>
        {
            using var renderer = new FigureRenderer(figure);
            write(renderer, renderer.Measure(), stream, cancellation);
        });
    }

    /// <summary>The characters of a figure that it shows as boxes with their codes, in the order they come, with a space between two.</summary>
    /// <param name="figure">The panels.</param>
    public static string MissingCharacters(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return string.Join(' ', FigureRenderer.TextsOf(figure).SelectMany(t => t.EnumerateRunes()).Where(c => !StrokeText.Has(c)).Distinct());
    }

    private static void WritePng(FigureRenderer renderer, FigureLayout layout, Stream stream, CancellationToken cancellation)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(layout.Width, layout.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        renderer.Draw(canvas, layout, cancellation);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        png.SaveTo(stream);
    }

    // Both keep text and frames as lines; pictures stand in them pixel by pixel.
    private static void WriteSvg(FigureRenderer renderer, FigureLayout layout, Stream stream, CancellationToken cancellation)
    {
        using SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(layout.Width, layout.Height), stream);
        renderer.Draw(canvas, layout, cancellation);
    }

    private static void WritePdf(FigureRenderer renderer, FigureLayout layout, Stream stream, CancellationToken cancellation)
    {
        using SKDocument document = SKDocument.CreatePdf(stream);
        renderer.Draw(document.BeginPage(layout.Width, layout.Height), layout, cancellation);
        document.EndPage();
        document.Close();
    }
}
