using System.Buffers.Binary;

namespace NDSeg.Paint.Strokes;

/// <summary>Runs as the page sends them: three little-endian 32-bit numbers each, row, column, length.</summary>
internal static class StrokeCodec
{
    /// <summary>The longest stroke, in bytes.</summary>
    public const int MostBytes = 8 << 20;

    private const int RunBytes = 12;

    /// <summary>Reads runs.</summary>
    /// <exception cref="SegException">InvalidStroke when they are not whole or not inside the image.</exception>
    public static PixelRun[] Read(ReadOnlySpan<byte> bytes, int height, int width)
    {
        if (bytes.Length == 0 || bytes.Length % RunBytes != 0)
        {
            throw new SegException("InvalidStroke", SegErrorKind.InvalidData, $"Expected runs of {RunBytes} bytes, found {bytes.Length} bytes.");
        }

        var runs = new PixelRun[bytes.Length / RunBytes];
        for (int i = 0; i < runs.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes[(i * RunBytes)..];
            int y = BinaryPrimitives.ReadInt32LittleEndian(at);
            int x = BinaryPrimitives.ReadInt32LittleEndian(at[4..]);
            int length = BinaryPrimitives.ReadInt32LittleEndian(at[8..]);
            if ((uint)y >= (uint)height || (uint)x >= (uint)width || length < 1 || length > width - x)
            {
                throw new SegException("InvalidStroke", SegErrorKind.InvalidData, $"Expected runs inside {height} x {width} pixels, found {length} from row {y}, column {x}.");
            }

            runs[i] = new PixelRun(y, x, length);
        }

        return runs;
    }
}
