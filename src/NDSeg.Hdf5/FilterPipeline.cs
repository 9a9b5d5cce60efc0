using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>The filters of a dataset (IV.A.2.l), undone last to first.</summary>
internal sealed class FilterPipeline
{
    private const int Deflate = 1;
    private const int Shuffle = 2;
    private const int Fletcher32 = 3;
    private const int Lzf = 32000;
    private const int Blosc = 32001;
    private const int Lz4 = 32004;
    private const int Bitshuffle = 32008;
    private const int Zstandard = 32015;

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
    public long GreatestRatio => filters.Aggregate(1L, (ratio, f) => ratio * RatioOf(f.Id));

    /// <summary>Names the first filter that is not known.</summary>
    public void RequireSupported()
    {
        foreach (Filter filter in filters)
        {
            if (filter.Id is not (Shuffle or Fletcher32) && !Compresses(filter.Id))
            {
                throw AddressSpace.Unsupported($"data filtered with {NameOf(filter.Id)}");
            }
        }

        if (filters.Count(f => Compresses(f.Id)) > 1)
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

            // Every checksum that was added before a filter made its input longer.
            int expected = size + (4 * Enumerable.Range(0, i).Count(j => filters[j].Id == Fletcher32 && (mask & (1u << j)) == 0));
            data = filters[i].Id switch
            {
                Deflate => DeflateFilter.Undo(data, expected),
                Lz4 => Lz4Filter.Undo(data, expected),
                Bitshuffle => BitshuffleFilter.Undo(data, expected, filters[i].Values),
                Blosc => BloscFilter.Undo(data, expected),
                Zstandard => ZstandardFilter.Undo(data, expected),
                Shuffle => ShuffleFilter.Undo(data, (int)(filters[i].Values.Length > 0 ? filters[i].Values[0] : 1)),
                Fletcher32 => Fletcher32Filter.Undo(data),
                _ => LzfFilter.Undo(data, expected),
            };
        }

        return data.Length == size ? data : throw Hdf5Exception.Corrupt($"A chunk has {data.Length} bytes instead of {size}.");
    }

    private static bool Compresses(int id) => id is Deflate or Lzf or Blosc or Lz4 or Bitshuffle or Zstandard;

    /// <summary>LZ4 stretches one byte to 255, Zstandard 4 bytes to 128 KiB; Blosc may hold any of these or a run of 2 GiB.</summary>
    private static long RatioOf(int id) => id switch
    {
        Deflate => 1040,
        Lzf => 100,
        Lz4 => 260,
        Bitshuffle or Blosc or Zstandard => 33000,
        _ => 1,
    };

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
        32013 => "ZFP",
        32026 => "Blosc2",
        _ => $"filter {id}",
    };
}
