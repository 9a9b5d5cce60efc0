using NDSeg.Filters.Families;
using NDSeg.Torch.Filters.Families;

namespace NDSeg.Torch.Filters.Original;

/// <summary>The grey values themselves.</summary>
internal sealed class OriginalTensorFilter(FilterTarget[] targets) : TensorFilter
{
    /// <inheritdoc/>
    public override void Compute(BandChannel channel) => channel.StoreRows(targets[0].Place, channel.Grey);
}
