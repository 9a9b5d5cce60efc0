namespace NDSeg.Filters;

/// <summary>
/// The stored sample values that become 0 and 255 of the 8-bit image under the rank filters; values outside are clamped.
/// </summary>
/// <param name="Low">Sample value mapped to 0.</param>
/// <param name="High">Sample value mapped to 255; greater than <paramref name="Low"/>.</param>
public readonly record struct IntensityRange(double Low, double High);
