using NDSeg.Images;
using NDSeg.IO.Figures;
using NDSeg.PowerShell.Binding;

namespace NDSeg.PowerShell.Export;

/// <summary>What holds for every panel that does not say otherwise.</summary>
internal sealed record PanelDefaults(FigureBackground? Background, double Alpha, bool Legend, SegPanelContent Show, string Map, int[]? Crop, ClassColors Colors)
{
    /// <summary>The image under labels.</summary>
    public SegImage? Overlay => Background?.Image;

    /// <summary>The volume under label volumes.</summary>
    public SegVolume? OverlayVolume => Background?.Volume;

    /// <summary>Where the sections of volumes meet; null for the middle.</summary>
    public SectionPoint? Point { get; init; }

    /// <summary>Whether lines show where the other sections are.</summary>
    public bool SectionLines { get; init; } = true;
}
