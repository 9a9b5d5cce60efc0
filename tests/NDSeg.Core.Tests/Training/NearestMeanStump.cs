using NDSeg.Training;
using NDSeg.Trees;

namespace NDSeg.Core.Tests.Training;

/// <summary>A toy learner: one test of map 0 between the means of the first two classes.</summary>
internal class NearestMeanStump : Learner, IEnsembleTrainer
{
    public const string Name = "NearestMeanStump";

    public override string Id => Name;

    public override IReadOnlyList<LearnerParameter> Parameters { get; } =
    [
        new("Bias", 0.5, 0, 1, IsWhole: false),
        new("Steps", 1, 1, 10),
    ];

    public override EnsembleKind Combination => EnsembleKind.Forest;

    public override string PayloadEntry => "stump.bin";

    public override string ImportanceMeasure => "distance";

    public override IEnsembleTrainer CreateTrainer(DeviceKind device, IReadOnlyList<string> mapNames) => this;

    public override byte[] WritePayload(TrainedTrees trees)
        => [.. trees.LibraryModel!, .. BitConverter.GetBytes(trees.Ensemble.FeatureCount), .. BitConverter.GetBytes(trees.Ensemble.Trees[0].Threshold[0])];

    public override TrainedTrees ReadPayload(byte[] payload)
        => payload is [7, 7, .. { Length: 8 }]
            ? new TrainedTrees(Stump(BitConverter.ToInt32(payload, 2), BitConverter.ToSingle(payload, 6)), [7, 7])
            : throw new InvalidDataException("Expected a stump.");

    public TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
    {
        int maps = values.Length / targets.Length;
        double[] mean = [.. Enumerable.Range(0, 2).Select(c => Enumerable.Range(0, targets.Length).Where(i => targets[i] == c).Average(i => (double)values[i * maps]))];
        double bias = parameters.Number("Bias");
        return new TrainedEnsemble(Stump(maps, (float)((mean[0] * (1 - bias)) + (mean[1] * bias))), [7, 7], [1, .. new double[maps - 1]]);
    }

    private static TreeEnsemble Stump(int maps, float threshold)
        => new(EnsembleKind.Forest, 2, maps, [new DecisionTree([0, -1, -1], [threshold, 0, 0], [1, 0, 1], [2, -1, -1], [1, 0, 0, 1], 2)]);
}
