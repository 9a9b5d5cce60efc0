using NDSeg.Cpu.Memory;

namespace NDSeg.Filters.Volumes;

/// <summary>Planes of rows in working memory, as a ring: plane z is in place z modulo their number.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct PlaneMemory<T>
    where T : unmanaged
{
    private readonly T* memory;
    private readonly long planeStride;
    private readonly int planes;
    private readonly int top;
    private readonly int left;

    /// <summary>Takes memory.</summary>
    /// <param name="arena">Where from.</param>
    /// <param name="planes">Planes.</param>
    /// <param name="top">Row of the volume that is the first.</param>
    /// <param name="bottom">Row of the volume behind the last.</param>
    /// <param name="left">Column of the volume that is the first.</param>
    /// <param name="right">Column of the volume behind the last.</param>
    /// <param name="around">Columns beside these that may be written and read.</param>
    internal PlaneMemory(NativeArena arena, int planes, int top, int bottom, int left, int right, int around)
    {
        this.planes = planes;
        this.top = top;
        this.left = left;

        // An odd number of cache lines from row to row and from plane to plane: the same column of all of them must not share a few
        // sets of the first-level cache.
        int line = 64 / sizeof(T);
        Stride = Odd(right - left + (2 * around) + VolumeKernel.Unit, line);
        planeStride = Odd((bottom - top) * Stride, line);
        memory = arena.Rent<T>(planes * planeStride) + around;
    }

    /// <summary>Elements from a row to the next.</summary>
    internal long Stride { get; }

    /// <summary>The element of a slice, row and column of the volume.</summary>
    internal T* At(int z, int y, int x) => memory + (z % planes * planeStride) + ((y - top) * Stride) + x - left;

    private static long Odd(long elements, int line) => (((elements + line - 1) / line) | 1) * line;
}
