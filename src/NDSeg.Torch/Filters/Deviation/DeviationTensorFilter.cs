using NDSeg.Filters.Families;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Filters.Pyramid;
using NDSeg.Torch.Tensors;

namespace NDSeg.Torch.Filters.Deviation;

/// <summary>Local standard deviations.</summary>
internal sealed class DeviationTensorFilter(FilterTarget[] targets) : PyramidTensorFilter
{
    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        BandPyramid pyramid = PyramidOf(channel);
        foreach (FilterTarget target in targets)
        {
            channel.Cancellation.ThrowIfCancellationRequested();
            LevelRows mean = pyramid.Blur(target.Map.Sigma), squares = pyramid.BlurredSquares(target.Map.Sigma);
            using LevelRows map = squares.Map(mean, (q, m) => q.sub(m.mul(m)).clamp_min_(KeptScalar.Zero).sqrt_());
            Store(channel, target.Place, map);
        }
    }
}
