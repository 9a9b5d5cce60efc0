using NDSeg.Filters.Families;
using NDSeg.Filters.Tophat;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Filters.Pyramid;

namespace NDSeg.Torch.Filters.Tophat;

/// <summary>White and black top-hats.</summary>
internal sealed class TophatTensorFilter(FilterTarget[] targets) : PyramidTensorFilter
{
    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        BandPyramid pyramid = PyramidOf(channel);
        foreach (FilterTarget target in targets)
        {
            channel.Cancellation.ThrowIfCancellationRequested();
            int level = TophatFamily.LevelOf((int)target.Map.Sigma);
            int radius = (int)target.Map.Sigma / level;
            bool black = target.Map.Quantity == (int)TophatQuantity.Black;
            LevelRows image = pyramid.Fine(level);
            using LevelRows once = image.Extreme(radius, greatest: black);
            using LevelRows twice = once.Extreme(radius, greatest: !black);
            using LevelRows map = black ? twice.Map(image, (c, b) => c.sub(b)) : image.Map(twice, (b, o) => b.sub(o));
            Store(channel, target.Place, map);
        }
    }
}
