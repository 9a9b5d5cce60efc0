using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Segmentation;
using NDSeg.Torch.Filters.Families;
using static TorchSharp.torch;

namespace NDSeg.Torch.Bands;

/// <summary>An image with its extra channels and the plan of its maps, checked, ready to be uploaded band by band.</summary>
internal sealed class BandSource
{
    private readonly SegImage image;
    private readonly List<(SegImage Image, int Plane)> extras;

    private BandSource(SegImage image, FeaturePlan plan, IReadOnlyList<SegImage> extras)
    {
        this.image = image;
        Plan = plan;
        this.extras = [.. extras.SelectMany(e => Enumerable.Range(0, e.Channels).Select(c => (e, c)))];
    }

    /// <summary>The maps of the image.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>Checks an image whose maps are to be computed.</summary>
    /// <exception cref="SegException">NonFinitePixel; ExtraChannelShapeMismatch; InvalidFeatureConfig.</exception>
    public static BandSource Open(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(extras);
        config.Validate();
        ModelMatch.RequireDimensions(config, 2, image.Source);
        InputCheck.Finite(image);
        InputCheck.Extras(image, extras);
        FeaturePlan plan = FeaturePlan.Create(ByteMapping.Resolve(config, image), image.Channels, [.. extras.SelectMany(e => e.ChannelNames)]);
        return new BandSource(image, plan, extras);
    }

    /// <summary>Checks an image a model is to be applied to; its channels are as many as the plan's.</summary>
    /// <exception cref="SegException">NonFinitePixel; ExtraChannelShapeMismatch.</exception>
    public static BandSource Open(SegImage image, FeaturePlan plan, IReadOnlyList<SegImage> extras)
    {
        InputCheck.Finite(image);
        InputCheck.Extras(image, extras);
        return new BandSource(image, plan, extras);
    }

    /// <summary>A band of rows; they are uploaded when they are asked for.</summary>
    public ImageBand Upload(long first, long count, int halo, Device device)
        => new(image, extras, ByteMapping.For(image, Plan.Config), first, count, halo, device);
}
