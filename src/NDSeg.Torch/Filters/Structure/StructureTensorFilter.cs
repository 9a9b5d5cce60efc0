using NDSeg.Filters.Families;
using NDSeg.Filters.Structure;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Filters.Pyramid;
using TorchSharp;

namespace NDSeg.Torch.Filters.Structure;

/// <summary>Eigenvalues of structure tensors.</summary>
internal sealed class StructureTensorFilter(FilterTarget[] targets) : PyramidTensorFilter
{
    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        BandPyramid pyramid = PyramidOf(channel);
        foreach (IGrouping<double, FilterTarget> scale in targets.GroupBy(t => t.Map.Sigma))
        {
            channel.Cancellation.ThrowIfCancellationRequested();
            double inner = StructureFamily.InnerScale(scale.Key);
            using LevelRows xx = pyramid.Tensor(inner, scale.Key, 1, 1);
            using LevelRows yy = pyramid.Tensor(inner, scale.Key, 0, 0);
            using LevelRows xy = pyramid.Tensor(inner, scale.Key, 1, 0);
            using LevelRows sum = xx.Map(yy, (a, b) => a.add(b));
            using LevelRows squares = xx.Map(yy, (a, b) => a.sub(b).mul_(a.sub(b)));
            using LevelRows root = xy.Map(squares, (c, d) => c.mul(4.ToScalar()).mul_(c).add_(d).sqrt_());
            foreach (FilterTarget target in scale)
            {
                using LevelRows map = (StructureQuantity)target.Map.Quantity switch
                {
                    StructureQuantity.Eig1 => sum.Map(root, (s, r) => s.add(r).mul_(0.5.ToScalar()).sqrt_().mul_(inner.ToScalar())),
                    StructureQuantity.Eig2 => sum.Map(root, (s, r) => s.sub(r).mul_(0.5.ToScalar()).clamp_min_(0.ToScalar()).sqrt_().mul_(inner.ToScalar())),
                    _ => sum.Map(root, (s, r) => r.div(s.add(1e-6.ToScalar()))),
                };
                Store(channel, target.Place, map);
            }
        }
    }
}
