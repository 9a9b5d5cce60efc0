namespace NDSeg.Cpu.Memory;

/// <summary>
/// Working memory of one worker: blocks taken one after another and given back all at once. It grows by chunks that the pool
/// keeps for the next worker: fresh memory is zeroed by the system and cold in every cache. Not thread-safe.
/// </summary>
internal sealed unsafe class NativeArena : IDisposable
{
    /// <summary>Bytes between two blocks, so that kernels may read a vector past either end.</summary>
    private const int Gap = 256;

    /// <summary>Least bytes of a chunk: one huge page.</summary>
    private const long Chunk = 2 << 20;

    private readonly List<(nint Address, long Bytes)> chunks = [];
    private int current;
    private long used = Gap;

    ~NativeArena() => Free();

    /// <summary>Takes a block aligned to 64 bytes; content undefined.</summary>
    internal T* Rent<T>(long count)
        where T : unmanaged
    {
        long bytes = ((count * sizeof(T)) + 63) / 64 * 64;
        while (current < chunks.Count && used + bytes + Gap > chunks[current].Bytes)
        {
            current++;
            used = Gap;
        }

        if (current == chunks.Count)
        {
            long size = Math.Max(Chunk, bytes + (2 * Gap));
            chunks.Add((MemoryPool.Shared.Rent(size), size));
        }

        byte* block = (byte*)chunks[current].Address + used;
        used += bytes + Gap;
        return (T*)block;
    }

    /// <summary>Gives every block back.</summary>
    internal void Reset()
    {
        current = 0;
        used = Gap;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach ((nint address, long bytes) in chunks)
        {
            MemoryPool.Shared.Return(address, bytes);
        }

        chunks.Clear();
        Reset();
    }
}
