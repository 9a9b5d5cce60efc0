using NDSeg.Training;
using NDSeg.Trees;

namespace NDSeg.XGBoost;

/// <summary>Gradient boosting with the XGBoost library. Files keep the library's own JSON, byte for byte.</summary>
public sealed class XGBoostLearner : Learner
{
    /// <summary>The name users and model files know it by.</summary>
    public const string Name = "XGBoost";

    /// <inheritdoc/>
    public override string Id => Name;

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerParameter> Parameters { get; } =
    [
        LearnerParameter.MaxDepth.WithDefault(6),
        LearnerParameter.Trees.Unused(),
        LearnerParameter.MinLeafSize.Unused(),
        LearnerParameter.MaxFeatures.Unused(),
        LearnerParameter.Eta,
        LearnerParameter.Gamma,
        LearnerParameter.Rounds,
    ];

    /// <inheritdoc/>
    public override EnsembleKind Combination => EnsembleKind.Booster;

    /// <inheritdoc/>
    public override string PayloadEntry => "booster.json";

    /// <inheritdoc/>
    public override string ImportanceMeasure => "gain";

    /// <summary>Adds XGBoost to the learners; loads no native library.</summary>
    public static void Register() => LearnerRegistry.Register(Name, () => new XGBoostLearner());

    /// <inheritdoc/>
    public override IEnsembleTrainer CreateTrainer(DeviceKind device, IReadOnlyList<string> mapNames)
        => new XGBoostTrainer { Device = device, FeatureNames = mapNames };

    /// <inheritdoc/>
    public override byte[] WritePayload(TrainedTrees trees)
    {
        ArgumentNullException.ThrowIfNull(trees);
        return trees.LibraryModel ?? throw new ArgumentException("Expected an XGBoost model with the library's JSON.", nameof(trees));
    }

    /// <inheritdoc/>
    public override TrainedTrees ReadPayload(byte[] payload) => new(XGBoostJson.Parse(payload), payload);

    /// <inheritdoc/>
    public override bool KeepsPayload => true;

    /// <inheritdoc/>
    public override TrainedTrees ReadPayload(Stream payload, long length) => new(XGBoostJson.Parse(payload, length), null);
}
