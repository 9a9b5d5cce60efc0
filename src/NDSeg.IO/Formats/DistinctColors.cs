using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>Colours by which classes can be told apart.</summary>
internal static class DistinctColors
{
    /// <summary>
    /// The colours as they are; where two classes share one, or have that of what is unlabelled, the module's own for all.
    /// Slices that were read from files of their own numbered their colours without knowing each other.
    /// </summary>
    public static IReadOnlyDictionary<long, RgbColor> Of(IReadOnlyDictionary<long, RgbColor> colors)
    {
        if (colors.Values.Distinct().Count() == colors.Count && !colors.Values.Contains(default))
        {
            return colors;
        }

        long[] values = [.. colors.Keys.Order()];
        return Enumerable.Range(0, values.Length).ToDictionary(k => values[k], k => NipySpectral.OfClass(k, values.Length));
    }
}
