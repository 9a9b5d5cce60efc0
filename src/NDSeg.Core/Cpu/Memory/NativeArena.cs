using System.Runtime.InteropServices;

namespace NDSeg.Cpu.Memory;

/// <summary>Working memory of one worker: blocks taken one after another and given back all at once. Not thread-safe.</summary>
internal sealed unsafe class NativeArena : IDisposable
{
    /// <summary>Bytes between two blocks, so that kernels may read a vector past either end.</summary>
    private const int Gap = 256;

    private readonly List<nint> retired = [];
    private byte* memory;
    private long size;
    private long used;

    ~NativeArena() => Free();

    /// <summary>Takes a block aligned to 64 bytes; content undefined.</summary>
    internal T* Rent<T>(long count)
        where T : unmanaged
    {
        long bytes = ((count * sizeof(T)) + 63) / 64 * 64;
        if (used + bytes + Gap > size)
        {
            if (memory != null)
            {
                retired.Add((nint)memory);
            }

            size = Math.Max(2 * size, Math.Max(1 << 20, bytes + (2 * Gap)));
            memory = (byte*)MemoryPool.Allocate(size);
            used = Gap;
        }

        byte* block = memory + used;
        used += bytes + Gap;
        return (T*)block;
    }

    /// <summary>Gives every block back.</summary>
    internal void Reset()
    {
        FreeRetired();
        used = Gap;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void FreeRetired()
    {
        foreach (nint old in retired)
        {
            NativeMemory.AlignedFree((void*)old);
        }

        retired.Clear();
    }

    private void Free()
    {
        FreeRetired();
        NativeMemory.AlignedFree(memory);
        memory = null;
        size = 0;
    }
}
