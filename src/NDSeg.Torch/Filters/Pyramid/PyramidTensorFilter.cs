using NDSeg.Torch.Filters.Families;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Pyramid;

/// <summary>A tensor filter that works on the pyramid.</summary>
internal abstract class PyramidTensorFilter : TensorFilter
{
    /// <summary>The pyramid that the filters of a channel share.</summary>
    protected static BandPyramid PyramidOf(BandChannel channel)
        => channel.Shared(() => new BandPyramid(new LevelRows(channel.Band.WideGrey(channel.Channel), channel.Band.FirstUploaded, channel.Band.ImageHeight, 1)));

    /// <summary>Stores the band's pixels of a map.</summary>
    protected static void Store(BandChannel channel, int place, LevelRows map)
    {
        using Tensor pixels = map.AtPixels(channel.Band.First, channel.Band.Count, channel.Width);
        channel.Store(place, pixels);
    }
}
