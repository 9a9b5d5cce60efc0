using NDSeg.Images;
using NDSeg.PowerShell.Binding;

namespace NDSeg.PowerShell.Export;

/// <summary>What holds for every panel that does not say otherwise.</summary>
internal sealed record PanelDefaults(SegImage? Overlay, double Alpha, bool Legend, SegPanelContent Show, string Map, int[]? Crop, ClassColors Colors);
