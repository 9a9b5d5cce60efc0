namespace NDSeg.Training;

/// <summary>A hyper-parameter of a learner: its name, default and range.</summary>
/// <param name="Name">The name in PascalCase, which New-SegModel and error messages use.</param>
/// <param name="Default">The value unless another is given.</param>
/// <param name="Least">Smallest value.</param>
/// <param name="Greatest">Greatest value.</param>
/// <param name="IsWhole">Whether only integers are allowed.</param>
public sealed record LearnerParameter(string Name, double Default, double Least, double Greatest, bool IsWhole = true)
{
    /// <summary>Longest path in tests.</summary>
    public static LearnerParameter MaxDepth { get; } = new(nameof(MaxDepth), 8, 1, 64);

    /// <summary>Number of trees.</summary>
    public static LearnerParameter Trees { get; } = new(nameof(Trees), 100, 1, 100_000);

    /// <summary>Fewest training pixels in a leaf.</summary>
    public static LearnerParameter MinLeafSize { get; } = new(nameof(MinLeafSize), 1, 1, int.MaxValue);

    /// <summary>Candidate maps per split; 0 means floor(sqrt(F)).</summary>
    public static LearnerParameter MaxFeatures { get; } = new(nameof(MaxFeatures), 0, 0, int.MaxValue);

    /// <summary>Longest path, in tests, of the bootstrapped half of a Mixed Forest.</summary>
    public static LearnerParameter ForestDepth { get; } = new(nameof(ForestDepth), 12, 1, 64);

    /// <summary>Learning rate of boosting.</summary>
    public static LearnerParameter Eta { get; } = new(nameof(Eta), 0.3, 0, 1, IsWhole: false) { IsLeastExcluded = true };

    /// <summary>Least loss reduction for a split of boosting.</summary>
    public static LearnerParameter Gamma { get; } = new(nameof(Gamma), 0, 0, double.MaxValue, IsWhole: false);

    /// <summary>Boosting rounds.</summary>
    public static LearnerParameter Rounds { get; } = new(nameof(Rounds), 100, 1, 100_000);

    /// <summary>Whether <see cref="Least"/> itself is too small.</summary>
    public bool IsLeastExcluded { get; init; }

    /// <summary>
    /// False for a value that means nothing to the learner and only stands in its files, because those of version 0.1 hold
    /// the parameters of both learners.
    /// </summary>
    public bool IsUsed { get; init; } = true;

    /// <summary>The name in model files: camelCase.</summary>
    internal string JsonName => char.ToLowerInvariant(Name[0]) + Name[1..];

    /// <summary>The parameter as one that the learner does not use.</summary>
    public LearnerParameter Unused() => this with { IsUsed = false };

    /// <summary>Checks a value.</summary>
    /// <exception cref="SegException">InvalidModelParameter.</exception>
    public void Check(double value)
    {
        if (value >= Least && value <= Greatest && (!IsLeastExcluded || value > Least) && (!IsWhole || value == Math.Floor(value)))
        {
            return;
        }

        string range = IsLeastExcluded ? FormattableString.Invariant($"above {Least} and at most {Greatest}")
            : Greatest is int.MaxValue or double.MaxValue ? FormattableString.Invariant($"{Least} or more")
            : FormattableString.Invariant($"from {Least} to {Greatest}");
        throw new SegException("InvalidModelParameter", SegErrorKind.InvalidArgument, FormattableString.Invariant($"Expected {Name} {(IsWhole && value != Math.Floor(value) ? "to be a whole number " : string.Empty)}{range}, found {value}."));
    }
}
