using NDSeg.Features;
using NDSeg.Imaging;
using NDSeg.Torch.Filters;
using static TorchSharp.torch;

namespace NDSeg.Torch;

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

    public FeaturePlan Plan { get; }

    public static BandSource Open(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras)
    {
        TorchInput.CheckExtras(image, extras);
        return new BandSource(image, TorchInput.Plan(image, config, extras), extras);
    }

    public static BandSource Open(SegImage image, FeaturePlan plan, IReadOnlyList<SegImage> extras)
    {
        TorchInput.CheckExtras(image, extras);
        return new BandSource(image, plan, extras);
    }

    public ImageBand Upload(long first, long count, int halo, Device device)
        => new(image, extras, Plan.Config.IntensityRange, first, count, halo, device);
}
