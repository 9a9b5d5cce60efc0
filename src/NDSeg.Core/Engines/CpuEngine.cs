using NDSeg.Features;
using NDSeg.Imaging;
using NDSeg.Models;
using NDSeg.Training;

namespace NDSeg.Engines;

/// <summary>The backend on the processor: vectorised, multi-threaded, the same bytes for every tile size, thread count and instruction set.</summary>
public sealed class CpuEngine : ISegEngine
{
    /// <inheritdoc/>
    public DeviceKind Device => DeviceKind.Cpu;

    /// <inheritdoc/>
    public string DeviceName => "cpu";

    /// <inheritdoc/>
    public SegFeatures ComputeFeatures(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, RunOptions options)
        => throw new NotImplementedException();

    /// <inheritdoc/>
    public SegTrainingData Sample(SegFeatures features, SegLabels labels, RunOptions options) => throw new NotImplementedException();

    /// <inheritdoc/>
    public SegTrainingData Sample(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, SegLabels labels, RunOptions options)
        => throw new NotImplementedException();

    /// <inheritdoc/>
    public SegSegmentation Apply(SegFeatures features, SegModel model, PredictionRequest request, RunOptions options)
        => throw new NotImplementedException();

    /// <inheritdoc/>
    public SegSegmentation Apply(SegImage image, IReadOnlyList<SegImage> extras, SegModel model, PredictionRequest request, RunOptions options)
        => throw new NotImplementedException();
}
