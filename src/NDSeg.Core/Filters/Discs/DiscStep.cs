using NDSeg.Filters.Families;

namespace NDSeg.Filters.Discs;

/// <summary>Statistics over discs of the 8-bit image, clipped at the image border.</summary>
internal sealed class DiscStep(DiscExtremes extremes, DiscMeans means, DiscMedians medians) : FilterStep
{
    internal override void Run(FilterTile tile)
    {
        extremes.Run(tile);
        means.Run(tile);
        medians.Run(tile);
    }
}
