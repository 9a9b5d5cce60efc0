using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Training;

namespace NDSeg.Segmentation;

/// <summary>
/// The backend contract: the same maths on every device. Extra channels are images of one or more planes with the
/// height and width of the image; their samples enter the stack as stored, as float32.
/// </summary>
public interface ISegEngine
{
    /// <summary>The kind of device.</summary>
    DeviceKind Device { get; }

    /// <summary>The device's own name: <c>cpu</c>, <c>cuda:0</c>.</summary>
    string DeviceName { get; }

    /// <summary>Computes every map of the configuration, C x H x W, and keeps them on the device.</summary>
    /// <param name="image">H x W x channels.</param>
    /// <param name="config">Which maps; an unset intensity range is taken from the image where it is needed.</param>
    /// <param name="extras">Extra channels; empty for none.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">NonFinitePixel naming the first such pixel; ExtraChannelShapeMismatch; InvalidFeatureConfig.</exception>
    SegFeatures ComputeFeatures(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, RunOptions options);

    /// <summary>The labelled rows of a stack this engine made.</summary>
    /// <exception cref="SegException">LabelShapeMismatch; NoLabelledPixels.</exception>
    SegTrainingData Sample(SegFeatures features, SegLabels labels, RunOptions options);

    /// <summary>The labelled rows of an image, computing maps only around labelled pixels.</summary>
    /// <exception cref="SegException">LabelShapeMismatch; NoLabelledPixels; NonFinitePixel; ExtraChannelShapeMismatch.</exception>
    SegTrainingData Sample(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, SegLabels labels, RunOptions options);

    /// <summary>Labels every pixel of a stack this engine made.</summary>
    /// <exception cref="SegException">ModelNotTrained; FeatureMismatch when the stack's maps are not the model's.</exception>
    SegSegmentation Apply(SegFeatures features, SegModel model, PredictionRequest request, RunOptions options);

    /// <summary>Labels every pixel of an image without a stack, computing only the maps the model uses.</summary>
    /// <exception cref="SegException">ModelNotTrained; ChannelMismatch; NonFinitePixel; ExtraChannelShapeMismatch.</exception>
    SegSegmentation Apply(SegImage image, IReadOnlyList<SegImage> extras, SegModel model, PredictionRequest request, RunOptions options);
}
