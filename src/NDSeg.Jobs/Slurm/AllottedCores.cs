using System.Globalization;

namespace NDSeg.Jobs.Slurm;

/// <summary>The cores a process may use, which on a shared node are fewer than it sees.</summary>
public static class AllottedCores
{
    /// <summary>
    /// What Slurm gave: <c>SLURM_CPUS_PER_TASK</c>, else <c>SLURM_CPUS_ON_NODE</c>; never more than the runtime counts, which
    /// minds affinity and the limits of a control group. Without Slurm what the runtime counts.
    /// </summary>
    public static int Count() => Count(Environment.GetEnvironmentVariable, Environment.ProcessorCount);

    internal static int Count(Func<string, string?> variable, int usable)
    {
        foreach (string name in new[] { "SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE" })
        {
            if (int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int given) && given > 0)
            {
                return Math.Min(given, usable);
            }
        }

        return usable;
    }
}
