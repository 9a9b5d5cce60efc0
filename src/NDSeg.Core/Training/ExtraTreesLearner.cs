using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>Extra Trees in managed code.</summary>
internal sealed class ExtraTreesLearner : Learner
{
    public const string Name = "ExtraTrees";

    public override string Id => Name;

    public override IReadOnlyList<LearnerParameter> Parameters { get; } =
    [
        LearnerParameter.MaxDepth with { Default = 16 },
        LearnerParameter.Trees,
        LearnerParameter.MinLeafSize,
        LearnerParameter.MaxFeatures,
    ];

    public override EnsembleKind Combination => EnsembleKind.Forest;

    public override string PayloadEntry => "forest.bin";

    public override IEnsembleTrainer CreateTrainer(DeviceKind device, IReadOnlyList<string> mapNames) => new ExtraTreesTrainer();

    public override byte[] WritePayload(TrainedTrees trees) => ForestBinary.Write(trees.Ensemble);

    public override TrainedTrees ReadPayload(byte[] payload) => new(ForestBinary.Read(payload), null);

    public override TrainedTrees ReadPayload(Stream payload, long length) => new(ForestBinary.Read(payload, length), null);
}
