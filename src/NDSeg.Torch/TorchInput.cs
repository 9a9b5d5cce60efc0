using NDSeg.Features;
using NDSeg.Imaging;

namespace NDSeg.Torch;

/// <summary>Checks what an engine is given.</summary>
internal static class TorchInput
{
    public static void CheckExtras(SegImage image, IReadOnlyList<SegImage> extras)
    {
        foreach (SegImage extra in extras)
        {
            if (extra.Height != image.Height || extra.Width != image.Width)
            {
                throw new SegException("ExtraChannelShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected extra channels of {image.Height} x {image.Width} pixels as the image, found {extra.Shape}.");
            }
        }
    }

    public static FeaturePlan Plan(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras)
        => FeaturePlan.Create(config, image.Channels, [.. extras.SelectMany(e => e.ChannelNames)]);
}
