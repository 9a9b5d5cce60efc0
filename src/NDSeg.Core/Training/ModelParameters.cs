using System.Collections.Immutable;

namespace NDSeg.Training;

/// <summary>The learner of a model and every hyper-parameter. Immutable: <see cref="With(string, double)"/> gives another object.</summary>
public sealed record ModelParameters
{
    private readonly ImmutableSortedDictionary<string, double> values;

    /// <summary>The defaults of a learner.</summary>
    /// <param name="algorithm">Name of a registered learner, in any case; null for the first one, Random Forest.</param>
    /// <param name="classWeight">Weighting of the classes.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <exception cref="SegException">UnknownAlgorithm, listing those there are.</exception>
    public ModelParameters(string? algorithm = null, ClassWeighting classWeight = ClassWeighting.Balanced, int seed = 0)
        : this(algorithm is null ? LearnerRegistry.All[0] : LearnerRegistry.Find(algorithm), classWeight, seed, null)
    {
    }

    private ModelParameters(Learner learner, ClassWeighting classWeight, int seed, ImmutableSortedDictionary<string, double>? values)
    {
        Learner = learner;
        ClassWeight = classWeight;
        Seed = seed;
        this.values = values ?? learner.Parameters.ToImmutableSortedDictionary(p => p.Name, p => p.Default, StringComparer.Ordinal);
    }

    /// <summary>The learner's name.</summary>
    public string Algorithm => Learner.Id;

    /// <summary>Longest path in tests.</summary>
    public int MaxDepth => WholeNumber(nameof(MaxDepth));

    /// <summary>Weighting of the classes.</summary>
    public ClassWeighting ClassWeight { get; }

    /// <summary>Seed of every random choice.</summary>
    public int Seed { get; }

    /// <summary>Number of trees; 0 for a learner without this parameter, as with those below.</summary>
    public int Trees => WholeNumber(nameof(Trees));

    /// <summary>Fewest training pixels in a leaf.</summary>
    public int MinLeafSize => WholeNumber(nameof(MinLeafSize));

    /// <summary>Candidate maps per split; 0 means floor(sqrt(F)).</summary>
    public int MaxFeatures => WholeNumber(nameof(MaxFeatures));

    /// <summary>Longest path, in tests, of the bootstrapped half of a Mixed Forest.</summary>
    public int ForestDepth => WholeNumber(nameof(ForestDepth));

    /// <summary>Learning rate of boosting.</summary>
    public double Eta => Number(nameof(Eta));

    /// <summary>Least loss reduction for a split of boosting.</summary>
    public double Gamma => Number(nameof(Gamma));

    /// <summary>Boosting rounds.</summary>
    public int Rounds => WholeNumber(nameof(Rounds));

    /// <summary>The learner.</summary>
    public Learner Learner { get; }

    /// <summary>The value of a parameter by its name; 0 for a name the learner does not have.</summary>
    public double Number(string name) => values.GetValueOrDefault(name);

    /// <summary>The value of an integer parameter by its name; 0 for a name the learner does not have.</summary>
    public int WholeNumber(string name) => (int)Number(name);

    /// <summary>The same parameters with another value of one of them.</summary>
    /// <param name="name">A parameter of the learner, in any case.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="SegException">UnknownModelParameter, listing those of the learner.</exception>
    public ModelParameters With(string name, double value)
    {
        LearnerParameter? known = Learner.Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return known is not null
            ? new ModelParameters(Learner, ClassWeight, Seed, values.SetItem(known.Name, value))
            : throw new SegException("UnknownModelParameter", SegErrorKind.InvalidArgument, $"Expected a parameter of {Algorithm} ({string.Join(", ", Learner.Parameters.Where(p => p.IsUsed).Select(p => p.Name))}), found '{name}'.", "Use one of these names.");
    }

    /// <summary>The parameters the learner uses, in the order of model files.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> GetUsed() => [.. Learner.Parameters.Where(p => p.IsUsed).Select(p => KeyValuePair.Create(p.Name, values[p.Name]))];

    /// <summary>What tells these parameters from the learner's defaults: <c>MaxDepth 12, Seed 3</c>; empty for the defaults.</summary>
    public string DescribeDifferences()
    {
        IEnumerable<string> different = Learner.Parameters.Where(p => p.IsUsed && !values[p.Name].Equals(p.Default)).Select(p => FormattableString.Invariant($"{p.Name} {values[p.Name]}"));
        return string.Join(", ", different
            .Concat(ClassWeight == ClassWeighting.Balanced ? [] : [$"ClassWeight {ClassWeight}"])
            .Concat(Seed == 0 ? [] : [FormattableString.Invariant($"Seed {Seed}")]));
    }

    /// <summary>Learner, parameters, weighting and seed.</summary>
    public override string ToString()
        => FormattableString.Invariant($"{Algorithm}, {string.Concat(GetUsed().Select(p => FormattableString.Invariant($"{p.Key} {p.Value}, ")))}{ClassWeight} classes, seed {Seed}");

    /// <summary>Checks every value.</summary>
    /// <exception cref="SegException">InvalidModelParameter, naming it.</exception>
    public void Validate()
    {
        foreach (LearnerParameter parameter in Learner.Parameters)
        {
            parameter.Check(values[parameter.Name]);
        }
    }

    /// <summary>The same learner with the same values.</summary>
    public bool Equals(ModelParameters? other)
        => other is not null && Algorithm == other.Algorithm && ClassWeight == other.ClassWeight && Seed == other.Seed && values.SequenceEqual(other.values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Algorithm, ClassWeight, Seed, MaxDepth, Trees, Rounds);
}
