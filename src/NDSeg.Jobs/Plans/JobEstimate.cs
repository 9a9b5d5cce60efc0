namespace NDSeg.Jobs.Plans;

/// <summary>What a slice takes, from one that was computed when the job was planned.</summary>
/// <param name="CoreSecondsPerSlice">Processor seconds for one slice, all threads together.</param>
/// <param name="BytesAlways">Memory that does not depend on the number of threads.</param>
/// <param name="BytesPerThread">Memory for each thread.</param>
internal sealed record JobEstimate(double CoreSecondsPerSlice, long BytesAlways, long BytesPerThread)
{
    // What the runtime, PowerShell and the module take before the first slice, measured, and half as much again.
    private const long RuntimeBytes = 320L << 20;

    // Work space of one thread: halo, blurs and the maps of one tile stay below this for every preset.
    private const long ThreadBytes = 24L << 20;

    // What the engine for three dimensions takes for a slab of slices, and how many slices it holds at least: neighbours on both
    // sides and sixteen between them.
    private const long SlabBytes = 640L << 20;
    private const long NeighbourSlices = 100;

    // Work space of one thread for a block of 128 x 128 columns.
    private const long BlockBytes = 96L << 20;

    /// <summary>Estimates from one slice.</summary>
    /// <param name="coreSeconds">Processor seconds it took.</param>
    /// <param name="imageBytes">Bytes of its samples.</param>
    /// <param name="pixels">Rows times columns.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="smoothedClasses">Number of classes whose probabilities are blurred; 0 for none.</param>
    /// <param name="modelBytes">Bytes of the model file.</param>
    public static JobEstimate Of(double coreSeconds, long imageBytes, long pixels, int channels, int smoothedClasses, long modelBytes)
    {
        // Two images (one is read ahead) with their decoder's buffer, one as float, labels and the compressed slice being written.
        long slice = (3 * imageBytes) + (4 * pixels * channels) + (3 * pixels);
        long blur = smoothedClasses * 4 * Math.Min(pixels, 1L << 22);
        return new JobEstimate(coreSeconds, RuntimeBytes + slice + blur + (20 * modelBytes), ThreadBytes);
    }

    /// <summary>Estimates for three dimensions.</summary>
    /// <param name="coreSeconds">Processor seconds of one slice.</param>
    /// <param name="imageBytes">Bytes of its samples.</param>
    /// <param name="modelBytes">Bytes of the model file.</param>
    public static JobEstimate OfVolume(double coreSeconds, long imageBytes, long modelBytes)
        => new(coreSeconds, RuntimeBytes + Math.Max(SlabBytes, NeighbourSlices * imageBytes) + (20 * modelBytes), BlockBytes);

    /// <summary>Memory of a part in bytes.</summary>
    /// <param name="threads">Threads it works with.</param>
    public long Memory(int threads) => BytesAlways + (threads * BytesPerThread);

    /// <summary>Seconds for a number of slices, start-up included.</summary>
    /// <param name="slices">Number of slices.</param>
    /// <param name="threads">Threads it works with.</param>
    public double Seconds(int slices, int threads) => 5 + (slices * CoreSecondsPerSlice / threads);
}
