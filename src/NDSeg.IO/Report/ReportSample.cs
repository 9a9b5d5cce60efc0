using NDSeg.Images;
using NDSeg.Objects;
using NDSeg.Quality;

namespace NDSeg.IO.Report;

/// <summary>What a report tells of one sample; what is null or empty has no section.</summary>
public sealed record ReportSample
{
    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>H x W labels; of a volume its middle slice.</summary>
    public required SegLabels Labels { get; init; }

    /// <summary>The sections of a volume, shown in place of the maps; null for a single map.</summary>
    public ReportVolume? Volume { get; init; }

    /// <summary>What is counted.</summary>
    internal string Unit => Volume is null ? "pixel" : "voxel";

    /// <summary>The same at the head of a column.</summary>
    internal string UnitHeading => Volume is null ? "Pixels" : "Voxels";

    /// <summary>The image of H x W pixels they belong to.</summary>
    public SegImage? Image { get; init; }

    /// <summary>The truth, H x W.</summary>
    public SegLabels? Truth { get; init; }

    /// <summary>Agreement with the truth.</summary>
    public SegAccuracy? Accuracy { get; init; }

    /// <summary>Pixels and share of every class.</summary>
    public IReadOnlyList<SegPhase> Phases { get; init; } = [];

    /// <summary>The objects, in the order of their numbers.</summary>
    public IReadOnlyList<SegObject> Objects { get; init; } = [];

    /// <summary>The objects as H x W labels, each in a colour of its own; null for no such picture.</summary>
    public SegLabels? ObjectMap { get; init; }

    /// <summary>What the maps contribute, the most useful first.</summary>
    public IReadOnlyList<MapShare> Importance { get; init; } = [];

    /// <summary>H * W uncertainties, 0 (certain) to 1 (undecided).</summary>
    public float[]? Uncertainty { get; init; }

    /// <summary>What the uncertainty is, such as <c>entropy</c>.</summary>
    public string UncertaintyName { get; init; } = "uncertainty";

    /// <summary>Further facts: name and value, in the order to show.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>The account of how the labels were made, as JSON.</summary>
    public string? Provenance { get; init; }

    /// <summary>When the report was made; what the index sorts by.</summary>
    public required DateTimeOffset Written { get; init; }
}
