using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>The filters of a dataset (IV.A.2.l), undone last to first: deflate, shuffle, Fletcher-32, LZF.</summary>
internal sealed class FilterPipeline
{
    private const int Deflate = 1;
    private const int Shuffle = 2;
    private const int Fletcher32 = 3;
    private const int Lzf = 32000;

    private readonly List<Filter> filters = [];

    public bool IsEmpty => filters.Count == 0;

    public static FilterPipeline Parse(ReadOnlyMemory<byte>? message)
    {
        var pipeline = new FilterPipeline();
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
        foreach (Filter filter in filters)
        {
            if (filter.Id is not (Deflate or Shuffle or Fletcher32 or Lzf))
            {
                throw AddressSpace.Unsupported($"data filtered with {NameOf(filter.Id)}");
            }
        }

        if (filters.Count(f => f.Id is Deflate or Lzf) > 1)
        {
            throw AddressSpace.Unsupported("data compressed twice");
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
                Deflate => DeflateFilter.Undo(data, size),
                Shuffle => ShuffleFilter.Undo(data, (int)(filters[i].Values.Length > 0 ? filters[i].Values[0] : 1)),
                Fletcher32 => Fletcher32Filter.Undo(data),
                _ => LzfFilter.Undo(data, size),
            };
        }

        return data.Length == size ? data : throw Hdf5Exception.Corrupt($"A chunk has {data.Length} bytes instead of {size}.");
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
            filters.Add(new Filter(id, parameters));
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
}
