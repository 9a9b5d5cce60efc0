using NDSeg.Images;
using NDSeg.IO;
using NDSeg.Paint.Slices;
using NDSeg.TestData;

namespace NDSeg.Paint.Tests;

/// <summary>Images to paint on.</summary>
internal static class Pictures
{
    /// <summary>Two phases, bright discs on dark ground, with noise.</summary>
    public static SegImage Discs(int height, int width, int seed = 1)
    {
        var samples = new byte[height * width];
        var random = new Random(seed);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int u = (x % 64) - 32, v = (y % 64) - 32;
                samples[(y * width) + x] = (byte)((u * u) + (v * v) < 400 ? 150 + random.Next(40) : 60 + random.Next(40));
            }
        }

        return SegImage.FromBytes(height, width, samples);
    }

    /// <summary>One slice in memory.</summary>
    public static SliceSource Slices(params SegImage[] images) => new MemorySlices(images);

    /// <summary>An image of the shared data.</summary>
    public static SliceSource Shared(string path) => new FileSlices(ImageReader.Open(SharedData.PathOf(path)));
}
