using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>What a learner gives back.</summary>
/// <param name="Ensemble">The trees.</param>
/// <param name="LibraryModel">The model as the learner's library wrote it; null for a learner in managed code.</param>
/// <param name="Importance">For every map its share of the impurity decrease (forest) or gain (XGBoost), summing to 1, or all 0 when no tree splits; length F.</param>
/// <param name="OutOfBagAccuracy">Share of the training pixels that trees which had not seen them label rightly: out of the bag of a forest, out of a fold of extra trees; null for boosting.</param>
/// <param name="LibraryVersion">Version of the native library that trained, or null.</param>
public sealed record TrainedEnsemble(
    TreeEnsemble Ensemble,
    byte[]? LibraryModel,
    double[] Importance,
    double? OutOfBagAccuracy = null,
    string? LibraryVersion = null);
