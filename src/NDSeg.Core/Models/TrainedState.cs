using System.Collections.Immutable;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Trees;

namespace NDSeg.Models;

/// <summary>Everything training adds to a model. Immutable, lists included.</summary>
/// <param name="Plan">The maps, in the order the trees number them.</param>
/// <param name="Classes">Classes 1..K.</param>
/// <param name="Encoding">How the classes stand in label files.</param>
/// <param name="Ensemble">The trees.</param>
/// <param name="LibraryModel">The model as the learner's library wrote it (XGBoost's JSON), or null for a learner in managed code.</param>
/// <param name="Importance">Share of every map, length F.</param>
/// <param name="Summary">What it was trained on.</param>
public sealed record TrainedState(
    FeaturePlan Plan,
    IReadOnlyList<SegClass> Classes,
    LabelEncoding Encoding,
    TreeEnsemble Ensemble,
    byte[]? LibraryModel,
    IReadOnlyList<double> Importance,
    TrainingSummary Summary)
{
    /// <summary>The maps, in the order the trees number them.</summary>
    public FeaturePlan Plan { get; } = Plan;

    /// <summary>Classes 1..K.</summary>
    public IReadOnlyList<SegClass> Classes { get; } = new SegClassList(Classes);

    /// <summary>How the classes stand in label files.</summary>
    public LabelEncoding Encoding { get; } = Encoding;

    /// <summary>The trees.</summary>
    public TreeEnsemble Ensemble { get; } = Ensemble;

    private readonly byte[]? libraryModel = LibraryModel;

    /// <summary>The model as the learner's library wrote it, or null. That of a model from a file is unpacked when it is asked for.</summary>
    public byte[]? LibraryModel => libraryModel ?? Packed?.Unpack();

    /// <summary>The library's model as the file holds it; null where there is none, or where the model was trained just now.</summary>
    internal PackedPayload? Packed { get; init; }

    /// <summary>Share of every map, length F.</summary>
    public IReadOnlyList<double> Importance { get; } = Importance.ToImmutableArray();

    /// <summary>What it was trained on.</summary>
    public TrainingSummary Summary { get; } = Summary;

    /// <summary>Classes, maps and trees.</summary>
    public override string ToString() => $"{Classes.Count} classes, {Plan.Count} maps, {Ensemble.Trees.Length} trees";
}
