namespace NDSeg.Features;

/// <summary>Rank filters and bilateral means over discs of the 8-bit image.</summary>
internal sealed unsafe partial class ChannelFilter
{
    private void Discs(ByteMapping intensity) => throw new NotImplementedException();
}
