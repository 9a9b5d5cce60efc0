namespace NDSeg.Models;

/// <summary>Every hyper-parameter of a model. Immutable.</summary>
public sealed record ModelParameters
{
    /// <summary>The learner.</summary>
    public SegAlgorithm Algorithm { get; init; } = SegAlgorithm.RandomForest;

    /// <summary>Longest path in tests. Default: 8 for a forest, 6 for XGBoost.</summary>
    public int MaxDepth { get; init; } = 8;

    /// <summary>Weighting of the classes.</summary>
    public ClassWeighting ClassWeight { get; init; } = ClassWeighting.Balanced;

    /// <summary>Seed of every random choice.</summary>
    public int Seed { get; init; }

    /// <summary>Forest: number of trees.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Forest: fewest training pixels in a leaf.</summary>
    public int MinLeafSize { get; init; } = 1;

    /// <summary>Forest: candidate maps per split; 0 means floor(sqrt(F)).</summary>
    public int MaxFeatures { get; init; }

    /// <summary>Mixed Forest: longest path of the bootstrapped half; <see cref="MaxDepth"/> is that of the extra trees.</summary>
    public int ForestDepth { get; init; } = 12;

    /// <summary>XGBoost: learning rate.</summary>
    public double Eta { get; init; } = 0.3;

    /// <summary>XGBoost: least loss reduction for a split.</summary>
    public double Gamma { get; init; }

    /// <summary>XGBoost: boosting rounds.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Checks every value.</summary>
    /// <exception cref="SegException">InvalidModelParameter, naming it.</exception>
    public void Validate()
    {
        Check(nameof(MaxDepth), MaxDepth, 1, 64);
        Check(nameof(ForestDepth), ForestDepth, 1, 64);
        Check(nameof(Trees), Trees, 1, 100_000);
        Check(nameof(MinLeafSize), MinLeafSize, 1, int.MaxValue);
        Check(nameof(MaxFeatures), MaxFeatures, 0, int.MaxValue);
        Check(nameof(Rounds), Rounds, 1, 100_000);
        if (!(Eta > 0 && Eta <= 1))
        {
            throw Invalid(nameof(Eta), "above 0 and at most 1", Eta);
        }

        if (!(Gamma >= 0 && double.IsFinite(Gamma)))
        {
            throw Invalid(nameof(Gamma), "0 or more", Gamma);
        }
    }

    private static void Check(string name, int value, int low, int high)
    {
        if (value < low || value > high)
        {
            throw Invalid(name, high == int.MaxValue ? $"{low} or more" : $"from {low} to {high}", value);
        }
    }

    private static SegException Invalid(string name, string expected, object found)
        => new("InvalidModelParameter", SegErrorKind.InvalidArgument, FormattableString.Invariant($"Expected {name} {expected}, found {found}."));
}
