namespace NDSeg.Models;

/// <summary>The entries of a model file.</summary>
internal static class ModelEntries
{
    /// <summary>Everything but the trees.</summary>
    public const string Model = "model.json";

    /// <summary>The trees of a forest.</summary>
    public const string Forest = "forest.bin";

    /// <summary>XGBoost's own model, as the library wrote it.</summary>
    public const string Booster = "booster.json";

    /// <summary>The newest version of model.json this code can read, and the one it writes.</summary>
    public const int FormatVersion = 1;

    /// <summary>What <c>format</c> says in model.json.</summary>
    public const string FormatName = "ndseg-model";

    /// <summary>The entry that holds the trees.</summary>
    public static string EnsembleOf(SegAlgorithm algorithm) => algorithm == SegAlgorithm.RandomForest ? Forest : Booster;
}
