using NDSeg.Filters.Families;
using NDSeg.Images;

namespace NDSeg.Filters.Volumes;

/// <summary>
/// Samples as float32. Unsigned integers stay as they are, which is exact, and blurs multiply by what takes them to grey values: rounded
/// grey values of a faint image on a bright ground would differ by more than its maps do.
/// </summary>
internal sealed unsafe class GreyPlanes(PlaneGraph graph, PixelKernel pixels, Func<int, SegImage> slice, int channel) : PlaneNode(graph)
{
    private PlaneMemory<float> memory;

    /// <summary>What takes samples to grey values.</summary>
    /// <param name="type">Sample type.</param>
    internal static double ScaleOf(PixelType type)
        => type is PixelType.UInt8 or PixelType.UInt16 or PixelType.UInt32 ? 1 / SegImage.FullScaleOf(type) : 1;

    /// <summary>A row, from column <paramref name="x"/> of the volume on.</summary>
    internal float* Row(int z, int y, int x) => memory.At(z, y, x);

    private protected override void Rent() => memory = new PlaneMemory<float>(Graph.Arena, Kept, Top, Bottom, Left, Right, 0);

    private protected override void Make(int z, int count)
    {
        for (int p = z; p < z + count; p++)
        {
            SegImage image = slice(p);
            float scale = ScaleOf(image.PixelType) == 1 ? SampleReader.ScaleOf(image) : 1f;
            for (int y = Top; y < Bottom; y++)
            {
                SampleReader.Read(pixels, image, channel, y, Left, Right - Left, scale, memory.At(p, y, Left));
            }
        }
    }
}
