using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NDSeg.Filters.Gaussian;

namespace NDSeg.Filters.Pyramid;

/// <summary>
/// The levels of the pyramid: a filter of scale s works on means over blocks of k x k pixels. Blocks are counted from the
/// image's first pixel; the image is extended by its last row and column to whole blocks.
/// </summary>
internal static unsafe class PyramidLevel
{
    /// <summary>Edge of the blocks of the coarsest level.</summary>
    internal const int Coarsest = 8;

    /// <summary>Edge of the blocks that a scale works on: 1, 2, 4 or 8.</summary>
    /// <param name="scale">Scale in pixels.</param>
    internal static int Of(double scale) => scale < 6 ? 1 : scale < 12 ? 2 : scale < 28 ? 4 : Coarsest;

    /// <summary>Blocks that cover a number of pixels; for a row above the image the blocks, below 0, that lie as far above it.</summary>
    internal static int Blocks(int pixels, int level) => (pixels + level - 1) >> BitOperations.Log2((uint)level);

    /// <summary>
    /// The weights of a Gaussian of the given standard deviation from the centre outwards: half-width int(3 s + 0.5),
    /// normalised to 1, in pinned memory.
    /// </summary>
    /// <param name="deviation">Standard deviation in blocks, above 0.</param>
    internal static double[] Window(double deviation)
    {
        double[] weights = GaussianWindow.Narrow(deviation);
        double[] pinned = GC.AllocateUninitializedArray<double>(weights.Length, pinned: true);
        weights.CopyTo(pinned, 0);
        return pinned;
    }

    /// <summary>Half-width of the window of a scale in blocks of its level.</summary>
    internal static int WindowRadius(double scale) => (int)((3 * scale / Of(scale)) + 0.5);

    /// <summary>Pixels that a map of a scale looks at beyond a tile.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="blocks">Blocks that its filters look at around one block.</param>
    internal static int Halo(double scale, int blocks) => (blocks + 2) * Of(scale);

    /// <summary>
    /// Where a pixel lies between the centres of blocks: the block before it, which is -1 before the first centre, and the
    /// share of the block after it.
    /// </summary>
    internal static (int Block, float Share) Between(int pixel, int level)
    {
        int phase = (2 * pixel) + 1 - level;
        int block = (int)Math.Floor(phase / (2.0 * level));
        return (block, (phase - (2 * level * block)) / (2f * level));
    }

    /// <summary>Where weights lie.</summary>
    internal static double* Pointer(double[] pinned) => (double*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
