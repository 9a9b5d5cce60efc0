using NDSeg.Cpu.Memory;

namespace NDSeg.Filters.Pyramid;

/// <summary>
/// One block of memory that the nodes of a strip use one after the other, so that it stays in the second-level cache: what a
/// node leaves there is lost when the next one asks.
/// </summary>
/// <param name="arena">Where it comes from.</param>
internal sealed unsafe class RowScratch(NativeArena arena)
{
    private byte* memory;
    private long bytes;

    /// <summary>The block, content undefined.</summary>
    /// <param name="count">Elements.</param>
    internal T* Rent<T>(long count)
        where T : unmanaged
    {
        long wanted = count * sizeof(T);
        if (wanted > bytes)
        {
            memory = arena.Rent<byte>(wanted);
            bytes = wanted;
        }

        return (T*)memory;
    }
}
