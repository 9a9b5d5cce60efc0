namespace NDSeg.Images;

/// <summary>Physical resolution, carried from the input file to the files written for it.</summary>
/// <param name="PixelsPerUnitX">Pixels per unit along a row.</param>
/// <param name="PixelsPerUnitY">Pixels per unit along a column.</param>
/// <param name="Unit">The TIFF resolution unit: 1 none, 2 inch, 3 centimetre.</param>
/// <param name="Description">The file's free-text description (ImageJ keeps its own unit there), if any.</param>
public sealed record PixelSize(double PixelsPerUnitX, double PixelsPerUnitY, int Unit, string? Description = null)
{
    /// <summary>The unit in words: the one ImageJ stored, <c>inch</c> or <c>cm</c>; null when it is not known.</summary>
    public string? UnitName => PhysicalScale.Of(this)?.Unit;
}
