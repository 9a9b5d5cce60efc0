using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace NDSeg.IO.Tiff;

/// <summary>
/// Decompresses single strips and tiles with LibTiff. Each block is wrapped into a minimal file of one
/// strip, so the library only ever sees directories made here, never one from an untrusted file.
/// </summary>
internal static class TiffBlockCodec
{
    /// <summary>Decodes a block into samples in the byte order of this machine; null when the data are damaged, with the reason.</summary>
    public static byte[]? Decode(TiffBlockShape shape, byte[] compressed, out string? error)
    {
        LibTiffMessages.Clear();
        error = null;
        using var file = new MemoryStream(Wrap(shape, compressed), writable: false);
        using LibTiff? tiff = LibTiff.ClientOpen("block", "r", file, new TiffStream());
        if (tiff is null)
        {
            error = LibTiffMessages.Take();
            return null;
        }

        if (shape.Compression == TiffCompression.Jpeg)
        {
            tiff.SetField(TiffTag.JPEGCOLORMODE, JpegColorMode.RGB);
        }

        var decoded = GC.AllocateUninitializedArray<byte>(shape.DecodedBytes);
        int count = tiff.ReadEncodedStrip(0, decoded, 0, decoded.Length);
        if (count == decoded.Length)
        {
            return decoded;
        }

        error = LibTiffMessages.Take();
        return null;
    }

    private static byte[] Wrap(TiffBlockShape shape, byte[] compressed)
    {
        var tags = new List<(int Tag, int Type, long[] Values)>
        {
            (TiffTags.ImageWidth, 4, [shape.Width]),
            (TiffTags.ImageLength, 4, [shape.Rows]),
            (TiffTags.BitsPerSample, 3, Enumerable.Repeat((long)shape.Bits, shape.Samples).ToArray()),
            (TiffTags.Compression, 3, [shape.Compression]),
            (TiffTags.Photometric, 3, [shape.Photometric]),
            (TiffTags.FillOrder, 3, [shape.FillOrder]),
            (TiffTags.StripOffsets, 4, [8]),
            (TiffTags.SamplesPerPixel, 3, [shape.Samples]),
            (TiffTags.RowsPerStrip, 4, [shape.Rows]),
            (TiffTags.StripByteCounts, 4, [compressed.Length]),
            (TiffTags.PlanarConfiguration, 3, [1]),
        };
        if (shape.Compression == 3)
        {
            tags.Add((TiffTags.T4Options, 4, [shape.T4Options]));
        }
        else if (shape.Compression == 4)
        {
            tags.Add((TiffTags.T6Options, 4, [shape.T6Options]));
        }

        if (TiffCompression.HasPredictor(shape.Compression))
        {
            tags.Add((TiffTags.Predictor, 3, [shape.Predictor]));
        }

        tags.Add((TiffTags.SampleFormat, 3, Enumerable.Repeat((long)shape.SampleFormat, shape.Samples).ToArray()));
        if (shape.Compression == TiffCompression.Jpeg)
        {
            if (shape.JpegTables is not null)
            {
                tags.Add((TiffTags.JpegTables, 7, Array.ConvertAll(shape.JpegTables, b => (long)b)));
            }

            if (shape.Subsampling is [long horizontal, long vertical, ..])
            {
                tags.Add((TiffTags.YCbCrSubsampling, 3, [horizontal, vertical]));
            }
        }

        return Assemble(shape.IsLittleEndian, tags, compressed);
    }

    private static byte[] Assemble(bool little, List<(int Tag, int Type, long[] Values)> tags, byte[] data)
    {
        int directoryAt = 8 + data.Length + (data.Length & 1);
        int extraAt = directoryAt + 2 + (12 * tags.Count) + 4;
        int total = extraAt + tags.Sum(t => t.Values.Length * Size(t.Type) is int n and > 4 ? n + (n & 1) : 0);
        var file = new byte[total];
        file[0] = file[1] = little ? (byte)'I' : (byte)'M';
        Put(file, 2, 2, 42, little);
        Put(file, 4, 4, directoryAt, little);
        data.CopyTo(file, 8);
        Put(file, directoryAt, 2, tags.Count, little);
        for (int i = 0, at = directoryAt + 2; i < tags.Count; i++, at += 12)
        {
            (int tag, int type, long[] values) = tags[i];
            int size = Size(type);
            Put(file, at, 2, tag, little);
            Put(file, at + 2, 2, type, little);
            Put(file, at + 4, 4, values.Length, little);
            int valueAt = at + 8;
            if (values.Length * size > 4)
            {
                Put(file, valueAt, 4, extraAt, little);
                valueAt = extraAt;
                extraAt += (values.Length * size) + (values.Length * size & 1);
            }

            foreach (long value in values)
            {
                Put(file, valueAt, size, value, little);
                valueAt += size;
            }
        }

        return file;
    }

    private static int Size(int type) => type switch { 3 => 2, 4 => 4, _ => 1 };

    private static void Put(byte[] file, int at, int size, long value, bool little)
    {
        Span<byte> target = file.AsSpan(at, size);
        switch (size)
        {
            case 1: target[0] = (byte)value; break;
            case 2 when little: BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)value); break;
            case 2: BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)value); break;
            case 4 when little: BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)value); break;
            default: BinaryPrimitives.WriteUInt32BigEndian(target, (uint)value); break;
        }
    }
}
