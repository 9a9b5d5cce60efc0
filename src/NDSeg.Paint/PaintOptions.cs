using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Paint.Slices;
using NDSeg.Training;

namespace NDSeg.Paint;

/// <summary>What to paint, how to learn from it, and where it goes.</summary>
public sealed record PaintOptions
{
    /// <summary>The slices.</summary>
    public required SliceSource Slices { get; init; }

    /// <summary>The label file that saving writes; replaced by every save.</summary>
    public required string OutFile { get; init; }

    /// <summary>The model file that saving writes beside it; null for none.</summary>
    public string? ModelOutFile { get; init; }

    /// <summary>Strokes to go on from, by slice; null for none.</summary>
    public IReadOnlyList<SegLabels>? Labels { get; init; }

    /// <summary>The file that <see cref="Labels"/> are all of, as it is; null where they come from elsewhere. Where it is the label file they count as saved.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>Names of the classes to begin with; null gives two.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Which maps.</summary>
    public FeatureConfig Config { get; init; } = FeatureConfig.Default;

    /// <summary>The learner and its hyper-parameters.</summary>
    public SegModel Untrained { get; init; } = new(new ModelParameters());

    /// <summary>Worker threads; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Whether saving may replace files that it did not write itself.</summary>
    public bool Force { get; init; }

    /// <summary>How long after the last page has gone the painter ends; a page that is loaded again comes back in less.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Receives remarks for a verbose log, from any thread.</summary>
    public Action<string>? Log { get; init; }
}
