using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>A label map in the colours of its classes.</summary>
/// <param name="Labels">The label map.</param>
public sealed record LabelPanel(SegLabels Labels) : FigurePanel
{
    /// <summary>Whether the classes and their colours are listed below the picture.</summary>
    public bool Legend { get; init; }

    /// <summary>Colour of unlabelled pixels.</summary>
    public RgbColor Unlabelled { get; init; } = new(255, 255, 255);
}
