using NDSeg.Filters.Families;
using NDSeg.Filters.Structure;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Filters.Pyramid;
using NDSeg.Torch.Tensors;
using TorchSharp;

namespace NDSeg.Torch.Filters.Structure;

/// <summary>Eigenvalues of structure tensors.</summary>
internal sealed class StructureTensorFilter(FilterTarget[] targets) : PyramidTensorFilter
{
    /// <summary>Keeps the coherence of flat places small.</summary>
    private static readonly Scalar Floor = 1e-6.ToScalar();

    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        BandPyramid pyramid = PyramidOf(channel);
        foreach (IGrouping<double, FilterTarget> scale in targets.GroupBy(t => t.Map.Sigma))
        {
            channel.Cancellation.ThrowIfCancellationRequested();
            double inner = StructureFamily.InnerScale(scale.Key);
            using Scalar t = inner.ToScalar();
            using LevelRows xx = pyramid.Tensor(inner, scale.Key, 1, 1);
            using LevelRows yy = pyramid.Tensor(inner, scale.Key, 0, 0);
            using LevelRows xy = pyramid.Tensor(inner, scale.Key, 1, 0);
            using LevelRows sum = xx.Map(yy, (a, b) => a.add(b, KeptScalar.One));
            using LevelRows squares = xx.Map(yy, (a, b) => a.sub(b).square());
            using LevelRows root = xy.Map(squares, (c, d) => c.mul(KeptScalar.Four).mul_(c).add_(d, KeptScalar.One).sqrt_());
            foreach (FilterTarget target in scale)
            {
                using LevelRows map = (StructureQuantity)target.Map.Quantity switch
                {
                    StructureQuantity.Eig1 => sum.Map(root, (s, r) => s.add(r, KeptScalar.One).mul_(KeptScalar.Half).sqrt_().mul_(t)),
                    StructureQuantity.Eig2 => sum.Map(root, (s, r) => s.sub(r).mul_(KeptScalar.Half).clamp_min_(KeptScalar.Zero).sqrt_().mul_(t)),
                    _ => sum.Map(root, (s, r) => r.div(s.add(Floor))),
                };
                Store(channel, target.Place, map);
            }
        }
    }
}
