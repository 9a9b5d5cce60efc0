using NDSeg.Filters.Families;
using NDSeg.Filters.Oriented;
using NDSeg.Filters.Pyramid;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Filters.Pyramid;
using TorchSharp;

namespace NDSeg.Torch.Filters.Oriented;

/// <summary>Oriented derivatives.</summary>
internal sealed class OrientedTensorFilter(FilterTarget[] targets) : PyramidTensorFilter
{
    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        BandPyramid pyramid = PyramidOf(channel);
        foreach (FilterTarget target in targets)
        {
            channel.Cancellation.ThrowIfCancellationRequested();
            double sigma = target.Map.Sigma;
            double scale = RowGraph.InBlocks(sigma);
            using Scalar once = scale.ToScalar();
            using Scalar squared = (scale * scale).ToScalar();
            LevelRows Second(int axis, int then)
            {
                using LevelRows rows = pyramid.Slope(sigma, axis).Slope(then);
                return rows.Map(null, (a, _) => a.mul(squared));
            }

            LevelRows First(int axis) => pyramid.Slope(sigma, axis).Map(null, (a, _) => a.mul(once));

            using LevelRows map = (OrientedQuantity)target.Map.Quantity switch
            {
                OrientedQuantity.Dx => First(1),
                OrientedQuantity.Dy => First(0),
                OrientedQuantity.Dxx => Second(1, 1),
                OrientedQuantity.Dyy => Second(0, 0),
                _ => Second(0, 1),
            };
            Store(channel, target.Place, map);
        }
    }
}
