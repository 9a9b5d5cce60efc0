using System.Buffers.Binary;
using System.Text;
using NDSeg.Images;
using NDSeg.IO.Files;

namespace NDSeg.IO.Tiff;

/// <summary>
/// Writes pages one behind the other, each with its strips in front of its directory. Nothing depends on time, machine
/// or thread count, so equal images give equal files. Layout and tags are those every reader knows, ImageJ included.
/// </summary>
internal sealed class TiffFileWriter
{
    private readonly Stream stream;
    private readonly bool big;
    private long nextPointerAt;

    /// <param name="stream">Empty, seekable stream.</param>
    /// <param name="big">Whether offsets have 8 bytes (BigTIFF).</param>
    public TiffFileWriter(Stream stream, bool big)
    {
        this.stream = stream;
        this.big = big;
        stream.Write("II"u8);
        Write(big ? 43u : 42u, 2);
        if (big)
        {
            Write(8, 2);
            Write(0, 2);
        }

        nextPointerAt = stream.Position;
        Write(0, OffsetSize);
    }

    private int OffsetSize => big ? 8 : 4;

    /// <summary>Whether a file of so many bytes of pixels needs BigTIFF. Leaves room for directories and for pixels that do not compress.</summary>
    public static bool NeedsBig(long pixelBytes) => pixelBytes > 3_900_000_000;

    public void WritePage(TiffImageSpec page, CancellationToken cancellation)
    {
        int strips = page.StripCount;
        var offsets = new long[strips];
        var counts = new long[strips];

        // Strips are compressed side by side, a batch at a time, and written in order.
        int batch = Math.Max(1, Environment.ProcessorCount) * 2;
        for (int first = 0; first < strips; first += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            byte[][] encoded = new byte[Math.Min(batch, strips - first)][];
            void EncodeOne(int i) => encoded[i] = Encode(page, first + i);

            if (encoded.Length == 1)
            {
                EncodeOne(0);
            }
            else
            {
                Parallel.For(0, encoded.Length, EncodeOne);
            }

            for (int i = 0; i < encoded.Length; i++)
            {
                offsets[first + i] = stream.Position;
                counts[first + i] = encoded[i].Length;
                stream.Write(encoded[i]);
            }
        }

        WriteDirectory(page, offsets, counts);
    }

    /// <summary>Writes a page from strips that are compressed already.</summary>
    public void WriteCompressedPage(TiffImageSpec page, IEnumerable<byte[]> strips)
    {
        var offsets = new List<long>();
        var counts = new List<long>();
        foreach (byte[] strip in strips)
        {
            offsets.Add(stream.Position);
            counts.Add(strip.Length);
            stream.Write(strip);
        }

        WriteDirectory(page, [.. offsets], [.. counts]);
    }

    /// <summary>One compressed strip.</summary>
    public static byte[] Encode(TiffImageSpec page, int strip)
    {
        int firstRow = strip * page.RowsPerStrip;
        int rows = Math.Min(page.RowsPerStrip, page.Height - firstRow);
        var raw = new byte[checked(rows * page.RowBytes)];
        page.Rows(firstRow, rows, raw);
        return page.Compression == TiffCompression.None ? raw : Zlib.Compress(raw);
    }

    private void WriteDirectory(TiffImageSpec page, long[] offsets, long[] counts)
    {
        int longType = big ? 16 : 4;
        var tags = new List<(int Tag, int Type, byte[] Value, long Count)>
        {
            Tag(TiffTags.ImageWidth, 4, page.Width),
            Tag(TiffTags.ImageLength, 4, page.Height),
            Tag(TiffTags.BitsPerSample, 3, [.. Enumerable.Repeat((long)page.Bits, page.Samples)]),
            Tag(TiffTags.Compression, 3, page.Compression),
            Tag(TiffTags.Photometric, 3, page.Samples == 3 ? 2 : 1),
        };
        if (page.Description is not null)
        {
            tags.Add(Text(TiffTags.ImageDescription, page.Description));
        }

        tags.Add(Tag(TiffTags.StripOffsets, longType, offsets));
        tags.Add(Tag(TiffTags.SamplesPerPixel, 3, page.Samples));
        tags.Add(Tag(TiffTags.RowsPerStrip, 4, page.RowsPerStrip));
        tags.Add(Tag(TiffTags.StripByteCounts, longType, counts));
        if (page.PixelSize is PixelSize size)
        {
            tags.Add(Rational(TiffTags.XResolution, size.PixelsPerUnitX));
            tags.Add(Rational(TiffTags.YResolution, size.PixelsPerUnitY));
        }

        if (page.PageName is not null)
        {
            tags.Add(Text(TiffTags.PageName, page.PageName));
        }

        if (page.PixelSize is PixelSize unit)
        {
            tags.Add(Tag(TiffTags.ResolutionUnit, 3, Math.Clamp(unit.Unit, 1, 3)));
        }

        tags.Add(Tag(TiffTags.SampleFormat, 3, [.. Enumerable.Repeat((long)page.SampleFormat, page.Samples)]));
        WriteTags(tags);
    }

    private void WriteTags(List<(int Tag, int Type, byte[] Value, long Count)> tags)
    {
        Align();
        var valueAt = new long[tags.Count];
        for (int i = 0; i < tags.Count; i++)
        {
            if (tags[i].Value.Length > OffsetSize)
            {
                valueAt[i] = stream.Position;
                stream.Write(tags[i].Value);
                Align();
            }
        }

        long directory = stream.Position;
        if (!big && directory > uint.MaxValue - 65536)
        {
            throw new InvalidOperationException("A classic TIFF file cannot grow beyond 4 GB.");
        }

        Write((ulong)tags.Count, big ? 8 : 2);
        for (int i = 0; i < tags.Count; i++)
        {
            (int tag, int type, byte[] value, long count) = tags[i];
            Write((ulong)tag, 2);
            Write((ulong)type, 2);
            Write((ulong)count, OffsetSize);
            if (value.Length > OffsetSize)
            {
                Write((ulong)valueAt[i], OffsetSize);
            }
            else
            {
                stream.Write(value);
                Write(0, OffsetSize - value.Length);
            }
        }

        long pointerAt = stream.Position;
        Write(0, OffsetSize);
        long end = stream.Position;
        stream.Position = nextPointerAt;
        Write((ulong)directory, OffsetSize);
        stream.Position = end;
        nextPointerAt = pointerAt;
    }

    private void Align()
    {
        if ((stream.Position & 1) != 0)
        {
            stream.WriteByte(0);
        }
    }

    private void Write(ulong value, int bytes)
    {
        Span<byte> buffer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(buffer, value);
        stream.Write(buffer[..bytes]);
    }

    private static (int Tag, int Type, byte[] Value, long Count) Tag(int tag, int type, params long[] values)
    {
        int size = type switch { 3 => 2, 4 => 4, _ => 8 };
        var bytes = new byte[values.Length * size];
        Span<byte> buffer = stackalloc byte[8];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer, values[i]);
            buffer[..size].CopyTo(bytes.AsSpan(i * size));
        }

        return (tag, type, bytes, values.Length);
    }

    private static (int Tag, int Type, byte[] Value, long Count) Text(int tag, string text)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        return (tag, 2, bytes, bytes.Length);
    }

    private static (int Tag, int Type, byte[] Value, long Count) Rational(int tag, double value)
    {
        (uint numerator, uint denominator) = TiffRational.Of(value);
        (int _, int _, byte[] bytes, long _) = Tag(tag, 4, numerator, denominator);
        return (tag, 5, bytes, 1);
    }
}
