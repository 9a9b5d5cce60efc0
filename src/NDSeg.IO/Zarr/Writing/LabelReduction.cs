using System.Runtime.InteropServices;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>
/// Halves label maps: each pixel becomes the most frequent value of a 2 x 2 block, so that no value appears that was not there; of values that are
/// equally frequent the one that comes first in the block, row by row.
/// </summary>
internal static class LabelReduction
{
    /// <summary>The samples of the next level.</summary>
    /// <param name="samples">Height x width samples of 1, 2 or 4 bytes.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="bytes">Bytes of a sample.</param>
    public static byte[] Halve(byte[] samples, int height, int width, int bytes)
    {
        var result = new byte[checked((height + 1) / 2 * ((width + 1) / 2) * bytes)];
        switch (bytes)
        {
            case 1: Halve<byte>(samples, result, height, width); break;
            case 2: Halve<ushort>(MemoryMarshal.Cast<byte, ushort>(samples), MemoryMarshal.Cast<byte, ushort>(result.AsSpan()), height, width); break;
            default: Halve<uint>(MemoryMarshal.Cast<byte, uint>(samples), MemoryMarshal.Cast<byte, uint>(result.AsSpan()), height, width); break;
        }

        return result;
    }

    private static void Halve<T>(ReadOnlySpan<T> source, Span<T> target, int height, int width)
        where T : struct, IEquatable<T>
    {
        int columns = (width + 1) / 2;
        for (int y = 0; y < (height + 1) / 2; y++)
        {
            // A block at the border counts its last row or column twice.
            ReadOnlySpan<T> upper = source.Slice(2 * y * width, width);
            ReadOnlySpan<T> lower = source.Slice(Math.Min((2 * y) + 1, height - 1) * width, width);
            Span<T> row = target.Slice(y * columns, columns);
            for (int x = 0; x < row.Length; x++)
            {
                int right = Math.Min((2 * x) + 1, width - 1);
                row[x] = Mode(upper[2 * x], upper[right], lower[2 * x], lower[right]);
            }
        }
    }

    private static T Mode<T>(T a, T b, T c, T d)
        where T : struct, IEquatable<T>
    {
        if (a.Equals(b) || a.Equals(c) || a.Equals(d))
        {
            return a;
        }

        return b.Equals(c) || b.Equals(d) ? b : c.Equals(d) ? c : a;
    }
}
