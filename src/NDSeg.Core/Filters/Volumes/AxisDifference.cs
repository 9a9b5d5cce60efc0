namespace NDSeg.Filters.Volumes;

/// <summary>A first derivative along an axis at one place: the sample after less the one before, times a factor; one-sided at the border.</summary>
/// <param name="Before">Place of the sample that is subtracted.</param>
/// <param name="After">Place of the sample it is subtracted from.</param>
/// <param name="Factor">One by the distance of the two in x pixels; 0 along an axis of one sample.</param>
internal readonly record struct AxisDifference(int Before, int After, double Factor)
{
    /// <summary>The difference at a place.</summary>
    /// <param name="place">0-based place.</param>
    /// <param name="length">Samples along the axis.</param>
    /// <param name="ratio">Distance of neighbouring samples in x pixels.</param>
    internal static AxisDifference At(int place, int length, double ratio)
    {
        if (length == 1)
        {
            return new AxisDifference(0, 0, 0);
        }

        int before = Math.Max(place - 1, 0);
        int after = Math.Min(place + 1, length - 1);
        return new AxisDifference(before, after, (after - before == 2 ? 0.5 : 1) / ratio);
    }
}
