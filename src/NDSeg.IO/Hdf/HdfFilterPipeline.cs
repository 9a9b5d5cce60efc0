using System.Buffers.Binary;
using NDSeg.IO.Files;

namespace NDSeg.IO.Hdf;

/// <summary>The filters of a dataset (IV.A.2.l), undone last to first: deflate, shuffle, Fletcher-32, LZF.</summary>
internal sealed class HdfFilterPipeline
{
    private const int Deflate = 1;
    private const int Shuffle = 2;
    private const int Fletcher32 = 3;
    private const int Lzf = 32000;

    private readonly HdfSource file;
    private readonly List<HdfFilter> filters = [];

    private HdfFilterPipeline(HdfSource file) => this.file = file;

    public bool IsEmpty => filters.Count == 0;

    public static HdfFilterPipeline Parse(HdfSource file, ReadOnlyMemory<byte>? message)
    {
        var pipeline = new HdfFilterPipeline(file);
        if (message is ReadOnlyMemory<byte> body)
        {
            pipeline.ParseFilters(body.Span);
        }

        return pipeline;
    }

    /// <summary>The greatest number of bytes that one stored byte can stand for.</summary>
    public long GreatestRatio => filters.Aggregate(1L, (ratio, f) => f.Id switch { Deflate => ratio * 1040, Lzf => ratio * 100, _ => ratio });

    /// <summary>Names the first filter that is not known.</summary>
    public void RequireSupported()
    {
        foreach (HdfFilter filter in filters)
        {
            if (filter.Id is not (Deflate or Shuffle or Fletcher32 or Lzf))
            {
                throw file.Unsupported($"data filtered with {NameOf(filter.Id)}");
            }
        }

        if (filters.Count(f => f.Id is Deflate or Lzf) > 1)
        {
            throw file.Unsupported("data compressed twice");
        }
    }

    /// <summary>Undoes the filters.</summary>
    /// <param name="stored">Bytes as stored.</param>
    /// <param name="size">Bytes of a whole chunk.</param>
    /// <param name="mask">Bit i set: filter i was left out for this chunk.</param>
    public byte[] Undo(byte[] stored, int size, uint mask)
    {
        byte[] data = stored;
        for (int i = filters.Count - 1; i >= 0; i--)
        {
            if (i < 32 && (mask & (1u << i)) != 0)
            {
                continue;
            }

            data = filters[i].Id switch
            {
                Deflate => Inflate(data, size),
                Shuffle => Unshuffle(data, (int)(filters[i].Values.Length > 0 ? filters[i].Values[0] : 1)),
                Fletcher32 => Verified(data),
                _ => UndoLzf(data, size),
            };
        }

        return data.Length == size ? data : throw file.Corrupt($"A chunk has {data.Length} bytes instead of {size}.");
    }

    private void ParseFilters(ReadOnlySpan<byte> body)
    {
        int version = body[0];
        int count = body[1];
        int at = version == 1 ? 8 : 2;
        for (int i = 0; i < count; i++)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
            at += 2;
            int nameLength = 0;
            if (version == 1 || id >= 256)
            {
                nameLength = BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
                at += 2;
            }

            int values = BinaryPrimitives.ReadUInt16LittleEndian(body[(at + 2)..]);
            at += 4 + (version == 1 ? (nameLength + 7) / 8 * 8 : nameLength);
            var parameters = new uint[Math.Min(values, body.Length / 4)];
            for (int v = 0; v < parameters.Length; v++)
            {
                parameters[v] = BinaryPrimitives.ReadUInt32LittleEndian(body[(at + (4 * v))..]);
            }

            at += (4 * values) + (version == 1 && (values & 1) != 0 ? 4 : 0);
            filters.Add(new HdfFilter(id, parameters));
        }
    }

    private static string NameOf(int id) => id switch
    {
        4 => "szip",
        5 => "nbit",
        6 => "scale-offset",
        307 => "bzip2",
        32001 => "Blosc",
        32004 => "LZ4",
        32008 => "bitshuffle",
        32013 => "ZFP",
        32015 => "Zstandard",
        32026 => "Blosc2",
        _ => $"filter {id}",
    };

    private byte[] Inflate(byte[] data, int size) => Zlib.Inflate(data, size) ?? throw file.Corrupt("A compressed chunk makes no sense.");

    private static byte[] Unshuffle(byte[] data, int size)
    {
        int count = size > 0 ? data.Length / size : 0;
        if (size <= 1 || count <= 1)
        {
            return data;
        }

        var result = GC.AllocateUninitializedArray<byte>(data.Length);
        switch (size)
        {
            case 2: Interleave2(data, result, count); break;
            case 4: Interleave4(data, result, count); break;
            default:
                for (int b = 0; b < size; b++)
                {
                    for (int i = 0, from = b * count, to = b; i < count; i++, from++, to += size)
                    {
                        result[to] = data[from];
                    }
                }

                break;
        }

        // Bytes that do not make up a whole element are not shuffled.
        data.AsSpan(count * size).CopyTo(result.AsSpan(count * size));
        return result;
    }

    private static void Interleave2(byte[] data, byte[] result, int count)
    {
        ReadOnlySpan<byte> low = data.AsSpan(0, count);
        ReadOnlySpan<byte> high = data.AsSpan(count, count);
        Span<byte> target = result.AsSpan(0, 2 * count);
        for (int i = 0; i < low.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target[(2 * i)..], (ushort)(low[i] | (high[i] << 8)));
        }
    }

    private static void Interleave4(byte[] data, byte[] result, int count)
    {
        ReadOnlySpan<byte> a = data.AsSpan(0, count);
        ReadOnlySpan<byte> b = data.AsSpan(count, count);
        ReadOnlySpan<byte> c = data.AsSpan(2 * count, count);
        ReadOnlySpan<byte> d = data.AsSpan(3 * count, count);
        Span<uint> target = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(result.AsSpan(0, 4 * count));
        for (int i = 0; i < a.Length; i++)
        {
            uint value = a[i] | ((uint)b[i] << 8) | ((uint)c[i] << 16) | ((uint)d[i] << 24);
            target[i] = BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
        }
    }

    private byte[] Verified(byte[] data)
    {
        if (data.Length < 4)
        {
            throw file.Corrupt("A chunk is shorter than its checksum.");
        }

        byte[] body = data[..^4];
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(data.Length - 4));
        return Checksum(body) == stored ? body : throw file.Corrupt("The checksum of a chunk does not match its data.");
    }

    /// <summary>Fletcher's checksum of the big-endian 16-bit words, an odd last byte counting as the high one.</summary>
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum1 = 0;
        uint sum2 = 0;
        int words = data.Length / 2;
        for (int i = 0; i < words;)
        {
            // 360 words cannot overflow 32 bits between reductions.
            for (int end = Math.Min(words, i + 360); i < end; i++)
            {
                sum1 += (uint)((data[2 * i] << 8) | data[(2 * i) + 1]);
                sum2 += sum1;
            }

            sum1 = (sum1 & 0xFFFF) + (sum1 >> 16);
            sum2 = (sum2 & 0xFFFF) + (sum2 >> 16);
        }

        if ((data.Length & 1) != 0)
        {
            sum1 += (uint)(data[^1] << 8);
            sum2 += sum1;
            sum1 = (sum1 & 0xFFFF) + (sum1 >> 16);
            sum2 = (sum2 & 0xFFFF) + (sum2 >> 16);
        }

        sum1 = (sum1 & 0xFFFF) + (sum1 >> 16);
        sum2 = (sum2 & 0xFFFF) + (sum2 >> 16);
        return (sum2 << 16) | sum1;
    }

    /// <summary>LZF: a control byte below 32 announces literals, others a copy of 2 + n earlier bytes.</summary>
    private byte[] UndoLzf(byte[] data, int size)
    {
        var result = new byte[size];
        int to = 0;
        for (int at = 0; at < data.Length;)
        {
            int control = data[at++];
            if (control < 32)
            {
                data.AsSpan(at, control + 1).CopyTo(result.AsSpan(to));
                at += control + 1;
                to += control + 1;
                continue;
            }

            int length = control >> 5;
            length += (length == 7 ? data[at++] : 0) + 2;
            int from = to - ((control & 31) << 8) - data[at++] - 1;
            for (int i = 0; i < length; i++)
            {
                // Byte by byte: the copy may overlap what it produces.
                result[to++] = result[from++];
            }
        }

        return to == size ? result : throw file.Corrupt($"An LZF chunk has {to} bytes instead of {size}.");
    }
}
