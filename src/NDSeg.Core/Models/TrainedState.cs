using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Trees;

namespace NDSeg.Models;

/// <summary>Everything training adds to a model.</summary>
/// <param name="Plan">The maps, in the order the trees number them.</param>
/// <param name="Classes">Classes 1..K.</param>
/// <param name="Encoding">How the classes stand in label files.</param>
/// <param name="Ensemble">The trees.</param>
/// <param name="BoosterJson">XGBoost's own JSON, or null for a forest.</param>
/// <param name="Importance">Share of every map, length F.</param>
/// <param name="Summary">What it was trained on.</param>
public sealed record TrainedState(
    FeaturePlan Plan,
    IReadOnlyList<SegClass> Classes,
    LabelEncoding Encoding,
    TreeEnsemble Ensemble,
    byte[]? BoosterJson,
    IReadOnlyList<double> Importance,
    TrainingSummary Summary);
