using NDSeg.Engines;
using NDSeg.Features;
using NDSeg.Imaging;
using NDSeg.Models;
using NDSeg.Training;

namespace NDSeg.Torch;

/// <summary>
/// The backend contract with tensor operations. The same code runs on <c>cuda:0</c> and on torch's own <c>cpu</c>
/// device, which the tests use.
/// </summary>
public sealed class TorchEngine : ISegEngine
{
    /// <summary>Loads libtorch, on the first engine of the process, and opens a device.</summary>
    /// <param name="device"><c>cuda</c>, <c>cuda:N</c> or <c>cpu</c>.</param>
    /// <exception cref="SegException">
    /// TorchNotFound or TorchLoadFailed when the native libraries cannot be used; CudaNotAvailable when no card can;
    /// UnknownDevice when the name is not one.
    /// </exception>
    public TorchEngine(string device)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        DeviceName = device;
    }

    /// <inheritdoc/>
    public DeviceKind Device => DeviceName.StartsWith("cuda", StringComparison.Ordinal) ? DeviceKind.Cuda : DeviceKind.Cpu;

    /// <inheritdoc/>
    public string DeviceName { get; }

    /// <inheritdoc/>
    public SegFeatures ComputeFeatures(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, RunOptions options)
        => throw new NotImplementedException();

    /// <inheritdoc/>
    public SegTrainingData Sample(SegFeatures features, SegLabels labels, RunOptions options)
        => throw new NotImplementedException();

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
