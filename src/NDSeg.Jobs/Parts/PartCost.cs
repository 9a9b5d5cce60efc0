namespace NDSeg.Jobs.Parts;

/// <summary>What a run of a part took; what the next job is planned with.</summary>
/// <param name="Machine">Name of the machine.</param>
/// <param name="SlurmJob">Slurm's job and task, or null.</param>
/// <param name="Threads">Threads it worked with.</param>
/// <param name="Slices">Slices it computed.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="ReadSeconds">Time in which a slice was read, beside the computation.</param>
/// <param name="WaitSeconds">Time in which the computation waited for a slice.</param>
/// <param name="ComputeSeconds">Time in which a slice was computed.</param>
/// <param name="WriteSeconds">Time in which a slice was written, beside the computation.</param>
/// <param name="PeakMemory">The most memory the process had, in bytes.</param>
internal sealed record PartCost(
    string Machine,
    string? SlurmJob,
    int Threads,
    int Slices,
    double Seconds,
    double ReadSeconds,
    double WaitSeconds,
    double ComputeSeconds,
    double WriteSeconds,
    long PeakMemory);
