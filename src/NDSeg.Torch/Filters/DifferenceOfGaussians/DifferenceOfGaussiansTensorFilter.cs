using NDSeg.Filters.Families;
using NDSeg.Torch.Filters.Families;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.DifferenceOfGaussians;

/// <summary>The smaller blur minus the larger one.</summary>
internal sealed class DifferenceOfGaussiansTensorFilter(FilterTarget[] targets) : TensorFilter
{
    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        foreach (FilterTarget target in targets)
        {
            using Tensor small = channel.Blur(target.Map.Sigma).narrow(0, channel.Skip, channel.Count);
            using Tensor large = channel.Blur(target.Map.Second).narrow(0, channel.Skip, channel.Count);
            using Tensor difference = small.sub(large);
            channel.Store(target.Place, difference);
        }
    }
}
