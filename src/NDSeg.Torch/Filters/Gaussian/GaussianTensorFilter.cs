using NDSeg.Filters.Families;
using NDSeg.Torch.Filters.Families;

namespace NDSeg.Torch.Filters.Gaussian;

/// <summary>Gaussian blurs.</summary>
internal sealed class GaussianTensorFilter(FilterTarget[] targets) : TensorFilter
{
    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        foreach (FilterTarget target in targets)
        {
            channel.StoreRows(target.Place, channel.Blur(target.Map.Sigma));
        }
    }
}
