using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>The trees of a model and the form they came in.</summary>
/// <param name="Ensemble">The trees.</param>
/// <param name="LibraryModel">The model as the learner's library wrote it, or null for a learner in managed code.</param>
public sealed record TrainedTrees(TreeEnsemble Ensemble, byte[]? LibraryModel);
