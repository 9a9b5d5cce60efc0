using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>Random Forest in managed code: the default.</summary>
internal sealed class RandomForestLearner : Learner
{
    public const string Name = "RandomForest";

    public override string Id => Name;

    public override IReadOnlyList<LearnerParameter> Parameters { get; } =
    [
        LearnerParameter.MaxDepth,
        LearnerParameter.Trees,
        LearnerParameter.MinLeafSize,
        LearnerParameter.MaxFeatures,
        LearnerParameter.Eta.Unused(),
        LearnerParameter.Gamma.Unused(),
        LearnerParameter.Rounds.Unused(),
    ];

    public override EnsembleKind Combination => EnsembleKind.Forest;

    public override string PayloadEntry => "forest.bin";

    public override IEnsembleTrainer CreateTrainer(DeviceKind device, IReadOnlyList<string> mapNames) => new RandomForestTrainer();

    public override byte[] WritePayload(TrainedTrees trees) => ForestBinary.Write(trees.Ensemble);

    public override TrainedTrees ReadPayload(byte[] payload) => new(ForestBinary.Read(payload), null);

    public override TrainedTrees ReadPayload(Stream payload, long length) => new(ForestBinary.Read(payload, length), null);
}
