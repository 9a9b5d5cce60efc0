using NDSeg.Images;

namespace NDSeg.Jobs.Plans;

/// <summary>A slice with what is read beside it.</summary>
/// <param name="Image">The slice.</param>
/// <param name="Extras">Its extra channels; empty for none.</param>
internal readonly record struct PlannedSlice(SegImage Image, IReadOnlyList<SegImage> Extras);
