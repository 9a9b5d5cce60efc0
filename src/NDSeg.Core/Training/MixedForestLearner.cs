using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>Extra trees averaged with a forest, in managed code.</summary>
internal sealed class MixedForestLearner : Learner
{
    public const string Name = "MixedForest";

    public override string Id => Name;

    public override IReadOnlyList<LearnerParameter> Parameters { get; } =
    [
        LearnerParameter.MaxDepth with { Default = 16 },
        LearnerParameter.ForestDepth,
        LearnerParameter.Trees with { Least = 2 },
        LearnerParameter.MinLeafSize,
        LearnerParameter.MaxFeatures,
    ];

    public override EnsembleKind Combination => EnsembleKind.Forest;

    public override string PayloadEntry => "forest.bin";

    public override IEnsembleTrainer CreateTrainer(DeviceKind device, IReadOnlyList<string> mapNames) => new MixedForestTrainer();

    public override byte[] WritePayload(TrainedTrees trees) => ForestBinary.Write(trees.Ensemble);

    public override TrainedTrees ReadPayload(byte[] payload) => new(ForestBinary.Read(payload), null);

    public override TrainedTrees ReadPayload(Stream payload, long length) => new(ForestBinary.Read(payload, length), null);
}
