using System.Numerics;
using System.Runtime.InteropServices;

namespace NDSeg.IO.Tiff;

/// <summary>Puts samples together again that a writer stored as differences to their left neighbours (TIFF 6.0, section 14).</summary>
internal static class TiffPredictor
{
    /// <summary>Undoes predictor 2 on samples of 8, 16, 32 or 64 bits in the byte order of this machine.</summary>
    /// <param name="block">Rows without gaps; changed in place.</param>
    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="samples">Samples per pixel.</param>
    /// <param name="bits">Bits of a sample.</param>
    public static void UndoDifferences(byte[] block, int rowBytes, int samples, int bits)
    {
        for (int at = 0; at + rowBytes <= block.Length; at += rowBytes)
        {
            Span<byte> row = block.AsSpan(at, rowBytes);
            switch (bits)
            {
                case 8: Accumulate(row, samples); break;
                case 16: Accumulate(MemoryMarshal.Cast<byte, ushort>(row), samples); break;
                case 32: Accumulate(MemoryMarshal.Cast<byte, uint>(row), samples); break;
                default: Accumulate(MemoryMarshal.Cast<byte, ulong>(row), samples); break;
            }
        }
    }

    /// <summary>
    /// Undoes predictor 3 (technical note 3): differences of bytes, the most significant bytes of a row standing first. The
    /// result is in the byte order of this machine, whatever the order of the file.
    /// </summary>
    /// <inheritdoc cref="UndoDifferences"/>
    public static void UndoFloatingPoint(byte[] block, int rowBytes, int samples, int bits)
    {
        int size = bits / 8;
        int count = rowBytes / size;
        var planes = new byte[rowBytes];
        for (int at = 0; at + rowBytes <= block.Length; at += rowBytes)
        {
            Span<byte> row = block.AsSpan(at, rowBytes);
            Accumulate(row, samples);
            row.CopyTo(planes);
            for (int b = 0; b < size; b++)
            {
                int place = BitConverter.IsLittleEndian ? size - 1 - b : b;
                for (int i = 0; i < count; i++)
                {
                    row[(i * size) + place] = planes[(b * count) + i];
                }
            }
        }
    }

    private static void Accumulate<T>(Span<T> row, int samples)
        where T : unmanaged, INumber<T>
    {
        for (int i = samples; i < row.Length; i++)
        {
            row[i] = unchecked(row[i] + row[i - samples]);
        }
    }
}
