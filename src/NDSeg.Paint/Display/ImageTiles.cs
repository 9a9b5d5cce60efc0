using System.Numerics;
using System.Runtime.InteropServices;
using NDSeg.Images;

namespace NDSeg.Paint.Display;

/// <summary>
/// Tiles of an image for the page: 16-bit samples over the image's own range, so that contrast is set where it is seen,
/// without asking again. Coarse tiles average a few places of every block: enough to look at, and no pyramid to keep.
/// </summary>
internal static class ImageTiles
{
    private const int SamplesAlong = 4;

    /// <summary>The planes that are shown: red, green and blue, or the first.</summary>
    public static int ShownChannels(SegImage image) => image.Channels is 3 or 4 && image.PixelType == PixelType.UInt8 ? 3 : 1;

    /// <summary>One tile: <see cref="TileGeometry.Edge"/> squared little-endian 16-bit samples per shown plane; 0 beyond the image.</summary>
    public static byte[] Render(SegImage image, ShownRange range, int level, int tileX, int tileY)
    {
        int planes = ShownChannels(image);
        var samples = new ushort[planes * TileGeometry.Edge * TileGeometry.Edge];
        for (int plane = 0; plane < planes; plane++)
        {
            Span<ushort> target = samples.AsSpan(plane << (2 * TileGeometry.Shift), TileGeometry.Edge * TileGeometry.Edge);
            var window = new Window(image.Height, image.Width, level, tileX, tileY, range.Low, 65535 / (range.High - range.Low));
            switch (image.Plane(plane))
            {
                case byte[] a when image.PixelType != PixelType.Int8: Fill<byte>(a, window, target); break;
                case ushort[] a when image.PixelType == PixelType.UInt16: Fill<ushort>(a, window, target); break;
                case uint[] a when image.PixelType == PixelType.UInt32: Fill<uint>(a, window, target); break;
                case sbyte[] a: Fill<sbyte>(a, window, target); break;
                case short[] a: Fill<short>(a, window, target); break;
                case int[] a: Fill<int>(a, window, target); break;
                case Half[] a: Fill<Half>(a, window, target); break;
                case float[] a: Fill<float>(a, window, target); break;
                case double[] a: Fill<double>(a, window, target); break;
            }
        }

        return MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
    }

    private static void Fill<T>(ReadOnlySpan<T> plane, in Window window, Span<ushort> target)
        where T : INumberBase<T>
    {
        int block = 1 << window.Level;
        int step = Math.Max(1, block / SamplesAlong);
        for (int y = 0; y < TileGeometry.Edge; y++)
        {
            long top = (((long)window.TileY << TileGeometry.Shift) + y) << window.Level;
            for (int x = 0; x < TileGeometry.Edge && top < window.Height; x++)
            {
                long left = (((long)window.TileX << TileGeometry.Shift) + x) << window.Level;
                if (left >= window.Width)
                {
                    break;
                }

                double sum = 0;
                int count = 0;
                for (long v = top; v < Math.Min(top + block, window.Height); v += step)
                {
                    int row = (int)(v * window.Width);
                    for (long u = left; u < Math.Min(left + block, window.Width); u += step)
                    {
                        sum += double.CreateTruncating(plane[row + (int)u]);
                        count++;
                    }
                }

                double shade = ((sum / count) - window.Low) * window.Factor;
                target[(y << TileGeometry.Shift) | x] = double.IsNaN(shade) ? (ushort)0 : (ushort)Math.Clamp(shade + 0.5, 0, 65535);
            }
        }
    }

    private readonly record struct Window(int Height, int Width, int Level, int TileX, int TileY, double Low, double Factor);
}
