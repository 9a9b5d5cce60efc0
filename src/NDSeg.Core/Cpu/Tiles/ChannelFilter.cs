using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NDSeg.Cpu.Memory;
using NDSeg.Filters;
using NDSeg.Filters.Kernels;
using NDSeg.Images;

namespace NDSeg.Cpu.Tiles;

/// <summary>
/// Computes the wanted maps of one tile of one channel. Stateless from tile to tile: every tile reads its own halo from
/// the image, so a map's value never depends on how the image was cut. One object per worker.
/// </summary>
/// <param name="kernels">Instruction set.</param>
/// <param name="arena">The worker's memory, reset for every tile.</param>
internal sealed unsafe partial class ChannelFilter(FilterKernels kernels, NativeArena arena)
{
    /// <summary>Columns computed together by every kernel; targets are padded to it.</summary>
    private const int Unit = PlaneBuffer.RowAlignment;

    private SegImage image = null!;
    private ChannelProgram program = null!;
    private TileRect tile;
    private RowPlanes target;
    private bool stream;
    private int paddedWidth;

    /// <summary>Fills the wanted maps of a tile.</summary>
    /// <param name="source">The image.</param>
    /// <param name="work">Which maps.</param>
    /// <param name="rect">The tile.</param>
    /// <param name="planes">Its maps: row 0, column 0 is the tile's first pixel; rows are padded to a multiple of 32 floats.</param>
    /// <param name="bypassCache">Write past the caches; rows then start on 64-byte boundaries.</param>
    /// <param name="intensity">Mapping to the 8-bit image of the rank filters.</param>
    internal void Compute(SegImage source, ChannelProgram work, in TileRect rect, in RowPlanes planes, bool bypassCache, ByteMapping intensity)
    {
        image = source;
        program = work;
        tile = rect;
        target = planes;
        stream = bypassCache;
        paddedWidth = (rect.Width + Unit - 1) / Unit * Unit;
        if (program.NeedsGrey)
        {
            arena.Reset();
            Blurs();
        }

        if (program.Membrane is not null)
        {
            arena.Reset();
            Membranes();
        }

        if (program.DiscRadius > 0)
        {
            arena.Reset();
            Discs(intensity);
        }
    }

    private static int Align(int value, int unit) => (value + unit - 1) / unit * unit;

    private static double* Pinned(double[] pinned) => (double*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private float* Row(int map, int y) => map < 0 ? null : target.Row(map, y);
}
