namespace NDSeg.IO.Rois.Shapes;

/// <summary>What a file of strokes holds.</summary>
/// <param name="Marks">What was drawn, in the order of painting.</param>
/// <param name="Height">Rows of the image, where the file says so.</param>
/// <param name="Width">Columns of the image, where the file says so.</param>
/// <param name="SliceCount">Slices of the image, where the file says so.</param>
internal sealed record RoiSet(IReadOnlyList<RoiMark> Marks, int? Height = null, int? Width = null, int? SliceCount = null);
