namespace NDSeg.Jobs.Slurm;

/// <summary>What the submit script asks Slurm for.</summary>
public sealed record SlurmOptions
{
    /// <summary>Cores of a part.</summary>
    public int CpusPerTask { get; init; } = 4;

    /// <summary>Memory of a part in MiB; null takes the plan's estimate.</summary>
    public long? MemoryMegabytes { get; init; }

    /// <summary>Time limit of a part; null leaves it to the cluster.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Partition, or null.</summary>
    public string? Partition { get; init; }

    /// <summary>Account, or null.</summary>
    public string? Account { get; init; }

    /// <summary>The most parts that run at once, or null.</summary>
    public int? AtOnce { get; init; }

    /// <summary>Further options of sbatch, such as <c>--constraint=avx512</c>.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The PowerShell that nodes start.</summary>
    public string PowerShell { get; init; } = "pwsh";

    /// <summary>The module that nodes import: a path that they see, or a name.</summary>
    public string Module { get; init; } = "NDSeg";
}
