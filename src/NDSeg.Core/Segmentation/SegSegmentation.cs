using NDSeg.Images;
using NDSeg.Models;

namespace NDSeg.Segmentation;

/// <summary>The result of applying a model to one image: labels and what else was asked for.</summary>
/// <remarks>Maps with a number per pixel come from methods: what lists the properties of an object must not print pixels.</remarks>
public sealed class SegSegmentation
{
    private readonly IReadOnlyList<float[]>? probabilities;
    private readonly float[]? margin;
    private readonly float[]? entropy;

    /// <summary>Wraps a result.</summary>
    /// <param name="labels">H x W labels, every pixel 1..K.</param>
    /// <param name="model">The model that was applied.</param>
    /// <param name="device">The device as the engine calls it.</param>
    /// <param name="duration">Wall time of the computation.</param>
    /// <param name="probabilities">K planes of H * W probabilities, float32, or null.</param>
    /// <param name="margin">H * W differences of the two greatest probabilities, 0 to 1, or null.</param>
    /// <param name="entropy">H * W entropies in units of log K, 0 to 1, or null.</param>
    public SegSegmentation(
        SegLabels labels,
        SegModel model,
        string device,
        TimeSpan duration,
        IReadOnlyList<float[]>? probabilities = null,
        float[]? margin = null,
        float[]? entropy = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Labels = labels;
        Model = model;
        Device = device;
        Duration = duration;
        this.probabilities = probabilities;
        this.margin = margin;
        this.entropy = entropy;
    }

    /// <summary>H x W labels.</summary>
    public SegLabels Labels { get; }

    /// <summary>The model that was applied.</summary>
    public SegModel Model { get; }

    /// <summary>The device as the engine calls it.</summary>
    public string Device { get; }

    /// <summary>Wall time of the computation.</summary>
    public TimeSpan Duration { get; }

    /// <summary>K planes of H * W probabilities, or null.</summary>
    public IReadOnlyList<float[]>? GetProbabilities() => probabilities;

    /// <summary>H * W differences of the two greatest probabilities, or null.</summary>
    public float[]? GetMargin() => margin;

    /// <summary>H * W entropies in units of log K, or null.</summary>
    public float[]? GetEntropy() => entropy;

    /// <summary>Whether the probabilities of the classes were kept.</summary>
    public bool HasProbabilities => probabilities is not null;

    /// <summary>Whether margin and entropy were kept.</summary>
    public bool HasUncertainty => margin is not null || entropy is not null;

    /// <summary>The steps from image to labels, first to last; empty when nobody noted them.</summary>
    public IReadOnlyList<ProcessingStep> Steps { get; private init; } = new JoinedList<ProcessingStep>([]);

    /// <summary>Where the extra channels came from, in order.</summary>
    public IReadOnlyList<ImageSource> ExtraSources { get; private init; } = new JoinedList<ImageSource>([]);

    /// <summary>Rows.</summary>
    public int Height => Labels.Height;

    /// <summary>Columns.</summary>
    public int Width => Labels.Width;

    /// <summary>Classes 1..K.</summary>
    public IReadOnlyList<SegClass> Classes => Labels.Classes;

    /// <summary>Number of classes K.</summary>
    public int ClassCount => Labels.ClassCount;

    /// <summary>The learner's name.</summary>
    public string Algorithm => Model.Algorithm;

    /// <summary>Wall time of the computation in seconds.</summary>
    public double Seconds => Duration.TotalSeconds;

    /// <summary>Where the image came from.</summary>
    public ImageSource Source => Labels.Source;

    /// <summary>Full path of the image's file; null for memory.</summary>
    public string? Path => Source.Path;

    /// <summary>0-based slice of that file; null where it holds one image.</summary>
    public int? Slice => Source.SliceIndex;

    /// <summary>Place among the slices of a volume; null outside a series.</summary>
    public SeriesPosition? Series => Labels.Series;

    /// <summary>The shape as text, <c>H x W</c>.</summary>
    public string Shape => Labels.Shape;

    /// <summary>The same result with a note of how it was made.</summary>
    public SegSegmentation WithSteps(IReadOnlyList<ProcessingStep> steps, IReadOnlyList<ImageSource> extraSources)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(extraSources);
        return new SegSegmentation(Labels, Model, Device, Duration, probabilities, margin, entropy) { Steps = new JoinedList<ProcessingStep>(steps), ExtraSources = new JoinedList<ImageSource>(extraSources) };
    }

    /// <summary>The same result at a place in a series.</summary>
    public SegSegmentation InSeries(SeriesPosition? series)
        => new(Labels.InSeries(series), Model, Device, Duration, probabilities, margin, entropy) { Steps = Steps, ExtraSources = ExtraSources };

    /// <summary>Shape, device and source.</summary>
    public override string ToString() => $"{Labels} by {Model.Algorithm} on {Device}";
}
