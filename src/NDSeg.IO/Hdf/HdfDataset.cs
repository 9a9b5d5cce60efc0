using System.Buffers.Binary;
using NDSeg.IO.Files;

namespace NDSeg.IO.Hdf;

/// <summary>One dataset: what it is, and its chunks.</summary>
internal sealed class HdfDataset
{
    /// <summary>Contiguous data are cut into blocks of this size and read like chunks.</summary>
    private const long BlockBytes = 1 << 20;

    private readonly HdfSource file;
    private readonly HdfObjectHeader header;
    private HdfLayout? layout;
    private HdfFilterPipeline? filters;
    private HdfChunkIndex? index;
    private byte[] fill = [];

    private HdfDataset(HdfSource file, string name, HdfObjectHeader header, HdfDatatype type, HdfDataspace space)
    {
        this.file = file;
        this.header = header;
        Name = name;
        Type = type;
        Space = space;
    }

    public string Name { get; }

    public HdfDatatype Type { get; }

    public HdfDataspace Space { get; }

    /// <summary>Lengths of a chunk, or of the block a contiguous dataset is read in.</summary>
    public long[] Chunk { get; private set; } = [];

    public HdfDatasetInfo Info => new(
        Name,
        Space.Lengths,
        Type.Name,
        !Space.IsNull && (Type.Pixel is not null || Type.IsLong) && Space.Lengths.Length >= 2 && Space.Lengths.All(length => length > 0));

    /// <summary>The dataset an object header describes; null when it describes something else.</summary>
    public static HdfDataset? TryParse(HdfSource file, string name, HdfObjectHeader header)
    {
        if (header.Find(HdfMessageType.Dataspace) is not ReadOnlyMemory<byte> space
            || header.Find(HdfMessageType.Datatype) is not ReadOnlyMemory<byte> type
            || header.Find(HdfMessageType.Layout) is null)
        {
            return null;
        }

        return new HdfDataset(file, name, header, HdfDatatype.Parse(type.Span), HdfDataspace.Parse(file, space.Span));
    }

    /// <summary>The bytes of a fixed or variable text attribute; null when there is none.</summary>
    public byte[]? TextAttribute(string name) => HdfAttribute.Text(file, header, name);

    /// <summary>Reads how the elements are stored and finds the chunks.</summary>
    public void Prepare()
    {
        if (layout is not null)
        {
            return;
        }

        HdfLayout found = HdfLayout.Parse(file, header.Find(HdfMessageType.Layout)!.Value);
        if (header.Find(HdfMessageType.ExternalFiles) is not null || found.Kind == HdfLayoutKind.Virtual)
        {
            throw FileErrors.Unsupported(file.Path, $"dataset '{Name}', which only refers to data in other files", "Copy it into one file with h5repack or h5py.");
        }

        ReadFill();
        filters = HdfFilterPipeline.Parse(file, header.Find(HdfMessageType.FilterPipeline));
        if (found.Kind == HdfLayoutKind.Chunked)
        {
            PrepareChunks(found);
        }
        else
        {
            Chunk = Blocks();
        }

        layout = found;
    }

    /// <summary>Throws when a selection has more bytes than the stored data can stand for.</summary>
    public void RequireJustified(Int128 bytes)
    {
        // A chunked dataset may be half written; what is missing is filled, but it may not be nearly all.
        Int128 most = layout!.Kind switch
        {
            HdfLayoutKind.Compact => layout.Compact.Length,
            HdfLayoutKind.Contiguous => layout.Address == HdfSource.Undefined ? 0 : file.Length,
            _ => (Int128)index!.StoredBytes * Math.Max(16, filters!.GreatestRatio),
        };
        if (bytes > most + 65536)
        {
            throw file.Corrupt($"Dataset '{Name}' claims {string.Join(" x ", Space.Lengths)} elements and stores next to nothing.");
        }
    }

    /// <summary>The elements of a chunk as stored, chunk shape, file byte order. Chunks that reach over the border are whole; blocks of contiguous data end there.</summary>
    public byte[] ReadChunk(long[] place)
    {
        if (layout!.Kind != HdfLayoutKind.Chunked)
        {
            return ReadBlock(place);
        }

        int size = ChunkBytes();
        if (index!.Find(place) is not HdfChunk chunk)
        {
            return Filled(size);
        }

        bool isEdge = layout.LeavesEdgesUnfiltered && place.Select((p, i) => (p + 1) * Chunk[i] > Space.Lengths[i]).Any(over => over);
        byte[] stored = file.Read(chunk.Address, chunk.Size);
        return filters!.Undo(stored, size, isEdge ? uint.MaxValue : chunk.Mask);
    }

    private int ChunkBytes()
    {
        Int128 bytes = Type.Size;
        foreach (long length in Chunk)
        {
            bytes *= length;
        }

        return (int)bytes;
    }

    private void PrepareChunks(HdfLayout found)
    {
        filters!.RequireSupported();
        Int128 bytes = Type.Size;
        if (found.Chunk.Length != Space.Lengths.Length || found.Chunk.Any(length => length < 1))
        {
            throw file.Corrupt($"Dataset '{Name}' of {Space.Lengths.Length} axes has chunks of {found.Chunk.Length}.");
        }

        foreach (long length in found.Chunk)
        {
            bytes = Int128.Min(bytes * length, (Int128)long.MaxValue);
        }

        // A stored chunk is at most the file; what it can grow to is bounded by the filters.
        if (bytes > Array.MaxLength || bytes > ((Int128)file.Length * filters.GreatestRatio) + 65536)
        {
            throw file.Corrupt($"Dataset '{Name}' claims chunks of {bytes} bytes.");
        }

        index = HdfChunkIndex.Load(file, Space, found, !filters.IsEmpty, (long)bytes);
        Chunk = found.Chunk;
    }

    /// <summary>Whole fast axes, part of one, single steps of the slow ones: blocks that lie in one piece in the file.</summary>
    private long[] Blocks()
    {
        var block = new long[Space.Lengths.Length];
        long room = Math.Max(1, BlockBytes / Type.Size);
        for (int i = block.Length - 1; i >= 0; i--)
        {
            block[i] = Math.Clamp(room, 1, Space.Lengths[i]);
            room = block[i] == Space.Lengths[i] ? room / block[i] : 0;
        }

        return block;
    }

    private byte[] ReadBlock(long[] place)
    {
        Int128 first = 0;
        long count = 1;
        for (int i = 0; i < Chunk.Length; i++)
        {
            long start = place[i] * Chunk[i];
            first = (first * Space.Lengths[i]) + start;
            count *= Math.Min(Chunk[i], Space.Lengths[i] - start);
        }

        if (first > long.MaxValue / 16)
        {
            throw file.Corrupt($"Dataset '{Name}' claims more elements than can be addressed.");
        }

        int bytes = checked((int)(count * Type.Size));
        long offset = (long)first * Type.Size;
        if (layout!.Kind == HdfLayoutKind.Compact)
        {
            return layout.Compact.Slice(checked((int)offset), bytes).ToArray();
        }

        return layout.Address == HdfSource.Undefined ? Filled(bytes) : file.Read(layout.Address + offset, bytes);
    }

    private byte[] Filled(int size)
    {
        var data = new byte[size];
        if (fill.Length == Type.Size && fill.AsSpan().IndexOfAnyExcept((byte)0) >= 0)
        {
            for (int at = 0; at + fill.Length <= size; at += fill.Length)
            {
                fill.CopyTo(data, at);
            }
        }

        return data;
    }

    private void ReadFill()
    {
        if (header.Find(HdfMessageType.FillValue) is ReadOnlyMemory<byte> message)
        {
            ReadOnlySpan<byte> body = message.Span;
            int version = body[0];
            bool defined = version < 2 || (version == 2 ? body[3] != 0 : (body[1] & 0x20) != 0);
            int at = version < 3 ? 4 : 2;
            if (defined && body.Length >= at + 4)
            {
                int size = BinaryPrimitives.ReadInt32LittleEndian(body[at..]);
                fill = size > 0 ? body.Slice(at + 4, size).ToArray() : [];
            }
        }
        else if (header.Find(HdfMessageType.OldFillValue) is ReadOnlyMemory<byte> old)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(old.Span);
            fill = size > 0 ? old.Span.Slice(4, size).ToArray() : [];
        }
    }
}
