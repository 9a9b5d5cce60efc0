using NDSeg.Images;

namespace NDSeg.IO.Rois.Shapes;

/// <summary>One thing that was drawn, and what it stands for.</summary>
/// <param name="Shapes">What to paint.</param>
/// <param name="ClassName">Name of its class; null where it has none.</param>
/// <param name="Color">Colour of its class; null where it has none.</param>
/// <param name="Value">Number of its class; null where it has none.</param>
/// <param name="Slice">The slice it was drawn in, from 0; null for every slice.</param>
internal sealed record RoiMark(IReadOnlyList<RoiShape> Shapes, string? ClassName, RgbColor? Color, int? Value, int? Slice);
