using NDSeg.Images;
using NDSeg.Jobs;
using NDSeg.Models;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Export;

/// <summary>What a label map was made from, without its pixels.</summary>
/// <param name="Source">The image; for a volume that of any slice.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Classes">The classes.</param>
internal sealed record LabelOrigin(ImageSource Source, int Height, int Width, IReadOnlyList<SegClass> Classes)
{
    /// <summary>The model that was applied; null for labels that were not computed here.</summary>
    public SegModel? Model { get; init; }

    /// <summary>The steps from image to labels, or those that changed labels that were not computed here; null where there are none.</summary>
    public IReadOnlyList<ProcessingStep>? Steps { get; init; }

    /// <summary>Where they were computed; null for labels that were not computed here.</summary>
    public string? Device { get; init; }

    /// <summary>Where the extra channels came from.</summary>
    public IReadOnlyList<ImageSource> Extras { get; init; } = [];

    /// <summary>How long it took; null where that is not known.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The origin of a label map.</summary>
    /// <param name="labels">The labels; for a volume those of any slice.</param>
    /// <param name="segmentation">What Invoke-SegApply gave; null for labels that were not computed here.</param>
    public static LabelOrigin Of(SegLabels labels, SegSegmentation? segmentation) => new(labels.Source, labels.Height, labels.Width, labels.Classes)
    {
        Model = segmentation?.Model,
        Steps = StepsOf(labels, segmentation),
        Device = segmentation?.Device,
        Extras = segmentation?.ExtraSources ?? [],
        Duration = segmentation?.Duration,
    };

    /// <summary>The steps that made labels what they are; null where nobody noted any.</summary>
    public static IReadOnlyList<ProcessingStep>? StepsOf(SegLabels labels, SegSegmentation? segmentation) => segmentation?.Steps ?? (labels.Steps.Count > 0 ? labels.Steps : null);

    /// <summary>The origin of the volume that a job makes, in the words of a run on one machine.</summary>
    /// <param name="job">The job.</param>
    /// <param name="source">The first of its inputs.</param>
    /// <param name="extras">Where its extra channels come from.</param>
    public static LabelOrigin Of(SegJob job, ImageSource source, IReadOnlyList<ImageSource> extras) => new(source, job.Height, job.Width, job.Model.Classes)
    {
        Model = job.Model,
        Steps = [ApplyStep.Of(job.Smooth, job.ClassPrior, job.VoxelSize)],
        Device = job.Device == DeviceKind.Cpu ? "cpu" : "cuda",
        Extras = extras,
    };
}
