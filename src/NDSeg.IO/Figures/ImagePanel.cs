using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>An image: one channel in grey, or an 8-bit image of three or four channels in its colours.</summary>
/// <param name="Image">The image.</param>
public sealed record ImagePanel(SegImage Image) : FigurePanel
{
    /// <summary>The channel to show in grey; null shows channel 0, or the colours of an 8-bit RGB image.</summary>
    public int? Channel { get; init; }

    /// <summary>The value that is black; null takes the smallest one shown.</summary>
    public double? Minimum { get; init; }

    /// <summary>The value that is white; null takes the greatest one shown.</summary>
    public double? Maximum { get; init; }
}
