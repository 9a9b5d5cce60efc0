using NDSeg.Filters.Families;
using NDSeg.Images;

namespace NDSeg.Filters.Volumes;

/// <summary>Grey values as float32.</summary>
internal sealed unsafe class GreyPlanes(PlaneGraph graph, PixelKernel pixels, Func<int, SegImage> slice, int channel) : PlaneNode(graph)
{
    private PlaneMemory<float> memory;

    /// <summary>A row, from column <paramref name="x"/> of the volume on.</summary>
    internal float* Row(int z, int y, int x) => memory.At(z, y, x);

    private protected override void Rent() => memory = new PlaneMemory<float>(Graph.Arena, Kept, Top, Bottom, Left, Right, 0);

    private protected override void Make(int z, int count)
    {
        for (int p = z; p < z + count; p++)
        {
            SegImage image = slice(p);
            float scale = SampleReader.ScaleOf(image);
            for (int y = Top; y < Bottom; y++)
            {
                SampleReader.Read(pixels, image, channel, y, Left, Right - Left, scale, memory.At(p, y, Left));
            }
        }
    }
}
