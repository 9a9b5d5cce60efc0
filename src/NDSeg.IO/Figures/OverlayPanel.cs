using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>Labels laid over the grey values of an image of the same size; unlabelled pixels stay grey.</summary>
/// <param name="Image">The image.</param>
/// <param name="Labels">The label map.</param>
public sealed record OverlayPanel(SegImage Image, SegLabels Labels) : FigurePanel
{
    /// <summary>Opacity of the labels, 0 to 1.</summary>
    public double Alpha { get; init; } = 0.4;

    /// <summary>The channel to show in grey.</summary>
    public int Channel { get; init; }

    /// <summary>Whether the classes and their colours are listed below the picture.</summary>
    public bool Legend { get; init; }

    /// <summary>The value that is black; null takes the smallest one shown.</summary>
    public double? Minimum { get; init; }

    /// <summary>The value that is white; null takes the greatest one shown.</summary>
    public double? Maximum { get; init; }
}
