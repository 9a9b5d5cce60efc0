using NDSeg.Filters;
using NDSeg.Images;

namespace NDSeg.Torch.Tests;

/// <summary>Small images with structure at several scales, seeded.</summary>
internal static class TestImages
{
    /// <summary>Every map there is.</summary>
    public static FeatureConfig AllMaps { get; } = FeatureConfig.Default.With("Mean", "Minimum", "Maximum", "Median", "Bilateral");

    /// <summary>Bytes of blobs, an edge and noise.</summary>
    public static SegImage Bytes(int height, int width, int seed = 1)
        => SegImage.FromBytes(height, width, [.. Values(height, width, seed).Select(v => (byte)(v * 255))]);

    /// <summary>The same as floats between 0 and 1.</summary>
    public static SegImage Floats(int height, int width, int seed = 1) => SegImage.FromFloats(height, width, Values(height, width, seed));

    /// <summary>Several channels of different content.</summary>
    public static SegImage Channels(int height, int width, int channels)
        => new(height, width, PixelType.UInt8, [.. Enumerable.Range(0, channels).Select(c => Bytes(height, width, c + 3).Plane(0))]);

    /// <summary>Labels of a few strokes.</summary>
    public static SegLabels Strokes(int height, int width, int classes)
    {
        var indices = new byte[height * width];
        for (int i = 0; i < indices.Length; i += 7)
        {
            indices[i] = (byte)((i * 31 / 7 % (classes + 3)) is int k && k < classes ? k + 1 : 0);
        }

        return new SegLabels(height, width, indices, [.. Enumerable.Range(1, classes).Select(k => new SegClass(k, 10 * k, $"class {k}", new RgbColor((byte)k, 0, 0)))]);
    }

    private static float[] Values(int height, int width, int seed)
    {
        var random = new Random(seed);
        var values = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double wave = Math.Sin((x * 0.31) + seed) * Math.Cos((y * 0.23) - seed);
                values[(y * width) + x] = (float)Math.Clamp(0.5 + (0.25 * wave) + (x > width / 2 ? 0.1 : 0) + (0.2 * (random.NextDouble() - 0.5)), 0, 1);
            }
        }

        return values;
    }
}
