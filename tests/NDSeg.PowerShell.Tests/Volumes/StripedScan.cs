namespace NDSeg.PowerShell.Tests.Volumes;

/// <summary>Grey images of two phases, stripes that move from slice to slice, and strokes on the first slice.</summary>
internal static class StripedScan
{
    /// <summary>One slice of height x width pixels, dark stripes near 60 and bright ones near 150.</summary>
    public static byte[] Slice(int height, int width, int number)
    {
        var random = new Random(number);
        var pixels = new byte[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                pixels[(y * width) + x] = (byte)((IsBright(y, x, number) ? 140 : 50) + random.Next(25));
            }
        }

        return pixels;
    }

    /// <summary>Strokes on slice 0: 1 where it is dark, 2 where it is bright, on every eighth row.</summary>
    public static byte[] Strokes(int height, int width)
    {
        var labels = new byte[height * width];
        for (int y = 0; y < height; y += 8)
        {
            for (int x = 0; x < width; x++)
            {
                labels[(y * width) + x] = (byte)(IsBright(y, x, 0) ? 2 : 1);
            }
        }

        return labels;
    }

    private static bool IsBright(int y, int x, int number) => ((x + (y / 2) + (3 * number)) / 11 % 2) == 1;
}
