using NDSeg.Filters.Volumes;

namespace NDSeg.Cpu.Volumes;

/// <summary>Counts finished slices of blocks over all threads.</summary>
/// <param name="total">Rows of slices in all.</param>
/// <param name="progress">Is told; may be null.</param>
internal sealed class BlockProgress(long total, IProgress<double>? progress)
{
    private long done;

    /// <summary>Counts slices of a block.</summary>
    internal void Add(in VolumeBlock block, int slices)
    {
        long now = Interlocked.Add(ref done, SizeOf(block, slices));
        progress?.Report(Math.Min((double)now / total, 1));
    }

    /// <summary>What slices of a block count.</summary>
    internal static long SizeOf(in VolumeBlock block, int slices) => (long)slices * block.Height * block.Width;
}
