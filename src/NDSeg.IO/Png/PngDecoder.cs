using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Png;

/// <summary>
/// Decodes PNG files (ISO/IEC 15948) to their samples: 16-bit samples stay 16-bit and palette images give their
/// indices, both of which a drawing library loses.
/// </summary>
internal static class PngDecoder
{
    // The seven passes of Adam7: first column and row, steps between columns and rows.
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static PlaneSet Decode(ByteSource source, PngHeader header, CancellationToken cancellation)
    {
        var planes = new PlaneSet(header.Type, header.Height, header.Width, header.Samples);
        using var data = new PngDataStream(source, header.Data);
        using var inflater = new ZLibStream(data, CompressionMode.Decompress);
        foreach ((int x, int y, int stepX, int stepY) in header.IsInterlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            int width = (header.Width - x + stepX - 1) / stepX;
            int height = (header.Height - y + stepY - 1) / stepY;
            if (width > 0 && height > 0)
            {
                DecodePass(source, header, inflater, planes, (x, y, stepX, stepY), width, height, cancellation);
            }
        }

        return planes;
    }

    private static void DecodePass(
        ByteSource source,
        PngHeader header,
        ZLibStream inflater,
        PlaneSet planes,
        (int X, int Y, int StepX, int StepY) pass,
        int width,
        int height,
        CancellationToken cancellation)
    {
        int rowBytes = (int)header.RowBytes(width);
        byte[] current = new byte[rowBytes + 1];
        byte[] above = new byte[rowBytes + 1];
        byte[] samples = header.Bits == 8 ? [] : new byte[header.Bits < 8 ? width : rowBytes];
        for (int row = 0; row < height; row++)
        {
            if ((row & 63) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Fill(source, inflater, current, row, height);
            Unfilter(source, current, above, header.BytesPerPixel);
            ReadOnlySpan<byte> line = current.AsSpan(1);
            if (header.Bits < 8)
            {
                Unpack(line, samples, header.Bits);
                line = samples;
            }
            else if (header.Bits == 16)
            {
                // Unfiltering the next row needs the bytes as stored, so the swapped row is another one.
                line.CopyTo(samples);
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(samples.AsSpan());
                if (BitConverter.IsLittleEndian)
                {
                    BinaryPrimitives.ReverseEndianness(words, words);
                }

                line = samples;
            }

            Place(planes, line, pass, row, width);
            (current, above) = (above, current);
        }
    }

    private static void Fill(ByteSource source, ZLibStream inflater, byte[] row, int index, int height)
    {
        try
        {
            inflater.ReadExactly(row);
        }
        catch (EndOfStreamException e)
        {
            throw FileErrors.Truncated(source.Path, $"The pixels end in row {index} of {height}.", e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw FileErrors.Corrupt(source.Path, $"The compressed pixels make no sense from row {index} on.", e);
        }
    }

    private static void Place(PlaneSet planes, ReadOnlySpan<byte> line, (int X, int Y, int StepX, int StepY) pass, int row, int width)
    {
        int y = pass.Y + (row * pass.StepY);
        if (pass.StepX == 1)
        {
            planes.ScatterRow(line, y, 0, width);
            return;
        }

        int pixel = line.Length / width;
        for (int i = 0; i < width; i++)
        {
            planes.ScatterRow(line.Slice(i * pixel, pixel), y, pass.X + (i * pass.StepX), 1);
        }
    }

    private static void Unfilter(ByteSource source, byte[] current, byte[] above, int pixel)
    {
        Span<byte> row = current.AsSpan(1);
        ReadOnlySpan<byte> up = above.AsSpan(1);
        switch (current[0])
        {
            case 0:
                break;
            case 1:
                for (int i = pixel; i < row.Length; i++)
                {
                    row[i] += row[i - pixel];
                }

                break;
            case 2:
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += up[i];
                }

                break;
            case 3:
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += (byte)(((i < pixel ? 0 : row[i - pixel]) + up[i]) / 2);
                }

                break;
            case 4:
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += i < pixel ? up[i] : Paeth(row[i - pixel], up[i], up[i - pixel]);
                }

                break;
            default:
                throw FileErrors.Corrupt(source.Path, $"A row uses filter {current[0]}; there are 0 to 4.");
        }
    }

    private static byte Paeth(int left, int up, int upLeft)
    {
        int toLeft = Math.Abs(up - upLeft);
        int toUp = Math.Abs(left - upLeft);
        int toUpLeft = Math.Abs(left + up - upLeft - upLeft);
        return (byte)(toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft);
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> samples, int bits)
    {
        int mask = (1 << bits) - 1;
        for (int i = 0; i < samples.Length; i++)
        {
            int bit = i * bits;
            samples[i] = (byte)((packed[bit >> 3] >> (8 - bits - (bit & 7))) & mask);
        }
    }
}
