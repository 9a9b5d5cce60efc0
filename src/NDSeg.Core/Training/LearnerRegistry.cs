using System.Collections.Immutable;

namespace NDSeg.Training;

/// <summary>The learners there are, by name. Those of this assembly are listed here; others register themselves.</summary>
public static class LearnerRegistry
{
    private static ImmutableArray<Lazy<Learner>> learners = 
    [
        new(new RandomForestLearner()),
        new(new ExtraTreesLearner()),
        new(new MixedForestLearner()),
    ];

    private static ImmutableArray<string> names = [RandomForestLearner.Name, ExtraTreesLearner.Name, MixedForestLearner.Name];

    private static readonly Lock Gate = new();

    /// <summary>The names in order of registration.</summary>
    public static IReadOnlyList<string> Names => names;

    /// <summary>The learners in order of registration.</summary>
    public static IReadOnlyList<Learner> All => [.. learners.Select(l => l.Value)];

    /// <summary>Adds a learner; the second registration of a name is ignored, so that every user of a project may ask for it.</summary>
    /// <param name="name">Its <see cref="Learner.Id"/>.</param>
    /// <param name="create">Makes it when it is first needed, so that its assembly is not loaded before.</param>
    public static void Register(string name, Func<Learner> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        lock (Gate)
        {
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return;
            }

            learners = learners.Add(new Lazy<Learner>(create));
            names = names.Add(name);
        }
    }

    /// <summary>A learner by its name, in any case.</summary>
    /// <exception cref="SegException">UnknownAlgorithm, listing those there are.</exception>
    public static Learner Find(string name)
    {
        lock (Gate)
        {
            for (int i = 0; i < names.Length; i++)
            {
                if (names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return learners[i].Value;
                }
            }
        }

        throw new SegException("UnknownAlgorithm", SegErrorKind.InvalidArgument, $"Expected one of the algorithms {string.Join(", ", names)}, found '{name}'.", "Use one of these names.");
    }
}
