using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>
/// One dataset: its shape and type, and its elements chunk by chunk. Data that are not chunked are cut into blocks that are
/// read like chunks. Valid while the file is open; used by one thread at a time.
/// </summary>
public sealed class Hdf5Dataset
{
    /// <summary>Contiguous data are cut into blocks of this size and read like chunks.</summary>
    private const long BlockBytes = 1 << 20;

    private readonly AddressSpace file;
    private readonly ObjectHeader header;
    private readonly Dataspace space;
    private Layout? layout;
    private FilterPipeline? filters;
    private ChunkIndex? index;
    private byte[] fill = [];
    private long[] chunk = [];

    private Hdf5Dataset(AddressSpace file, string name, ObjectHeader header, Hdf5Type type, Dataspace space)
    {
        this.file = file;
        this.header = header;
        Name = name;
        Type = type;
        this.space = space;
    }

    /// <summary>Path in the file without the leading slash.</summary>
    public string Name { get; }

    /// <summary>What the elements are.</summary>
    public Hdf5Type Type { get; }

    /// <summary>Lengths of the axes in elements, slowest first; empty for a scalar.</summary>
    public IReadOnlyList<long> Lengths => space.Lengths;

    /// <summary>Whether there are no elements at all, not even one.</summary>
    public bool IsNull => space.IsNull;

    /// <summary>
    /// Lengths of a chunk along every axis, in elements; the lengths of a block for data that are not chunked. Empty before
    /// <see cref="Prepare"/>.
    /// </summary>
    public IReadOnlyList<long> ChunkLengths => chunk;

    /// <summary>Whether elements are stored in chunks, which are whole even at the border.</summary>
    internal bool IsChunked => Prepared().Kind == LayoutKind.Chunked;

    /// <summary>The dataset an object header describes; null when it describes something else.</summary>
    internal static Hdf5Dataset? TryParse(AddressSpace file, string name, ObjectHeader header)
    {
        if (header.Find(MessageType.Dataspace) is not ReadOnlyMemory<byte> space
            || header.Find(MessageType.Datatype) is not ReadOnlyMemory<byte> type
            || header.Find(MessageType.Layout) is null)
        {
            return null;
        }

        return new Hdf5Dataset(file, name, header, Hdf5Type.Parse(type.Span), Dataspace.Parse(file, space.Span));
    }

    /// <summary>A text attribute, of fixed or variable length, decoded as UTF-8; null when there is none.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <exception cref="Hdf5Exception">The attribute is damaged.</exception>
    public string? Text(string name)
        => Hdf5Exception.Guard(() =>
        {
            file.Begin();
            return TextAttribute.Read(file, header, name) is byte[] text ? System.Text.Encoding.UTF8.GetString(text) : null;
        });

    /// <summary>The numbers of an attribute; null when there is none of at most 64 numbers.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <exception cref="Hdf5Exception">The attribute is damaged.</exception>
    public double[]? Numbers(string name) => Hdf5Exception.Guard(() => NumberAttribute.Read(header, name));

    /// <summary>Reads how the elements are stored and finds the chunks. Needed once, before any of the methods below.</summary>
    /// <exception cref="Hdf5Exception">Damage, or a way of storing that is not read (virtual, external, unknown filters).</exception>
    public void Prepare() => Hdf5Exception.Guard(() =>
    {
        file.Begin();
        Load();
        return true;
    });

    /// <summary>Throws when a selection has more bytes than the stored data can stand for: a guard against files that claim far more than they hold.</summary>
    /// <param name="bytes">Bytes about to be allocated.</param>
    /// <exception cref="Hdf5Exception">The claim is out of proportion.</exception>
    public void RequireJustified(Int128 bytes)
    {
        // A chunked dataset may be half written; what is missing is filled, but it may not be nearly all.
        Layout stored = Prepared();
        Int128 most = stored.Kind switch
        {
            LayoutKind.Compact => stored.Compact.Length,
            LayoutKind.Contiguous => stored.Address == AddressSpace.Undefined ? 0 : file.Length,
            _ => (Int128)index!.StoredBytes * Math.Max(16, filters!.GreatestRatio),
        };
        if (bytes > most + 65536)
        {
            throw Hdf5Exception.Corrupt($"Dataset '{Name}' claims {string.Join(" x ", space.Lengths)} elements and stores next to nothing.");
        }
    }

    /// <summary>The elements of a chunk: chunk shape, row-major, byte order of the file (see <see cref="Hdf5Type.IsBigEndian"/>).</summary>
    /// <remarks>Chunks that reach over the border are whole; blocks of data that are not chunked end there. What was never written has the fill value.</remarks>
    /// <param name="place">Number of the chunk along every axis.</param>
    /// <exception cref="Hdf5Exception">The chunk is damaged.</exception>
    public byte[] ReadChunk(long[] place)
    {
        ArgumentNullException.ThrowIfNull(place);
        _ = Prepared();
        return Hdf5Exception.Guard(() => Chunk(place));
    }

    /// <summary>A box of elements, row-major, in the byte order of the file (see <see cref="Hdf5Type.IsBigEndian"/>).</summary>
    /// <param name="start">First element along every axis.</param>
    /// <param name="count">Elements along every axis.</param>
    /// <param name="cancellation">Ends a long read between chunks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The box leaves the dataset, or has more bytes than an array.</exception>
    /// <exception cref="Hdf5Exception">A chunk is damaged.</exception>
    public byte[] Read(long[] start, long[] count, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(count);
        _ = Prepared();
        if (start.Length != space.Lengths.Length || count.Length != start.Length || start.Where((s, a) => s < 0 || count[a] < 0 || s > space.Lengths[a] - count[a]).Any())
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"Expected a box within {string.Join(" x ", space.Lengths)}, found {string.Join(", ", start)} and {string.Join(" x ", count)} elements.");
        }

        return Hyperslab.Read(this, start, count, cancellation);
    }

    private Layout Prepared() => layout ?? throw new InvalidOperationException("Call Prepare first.");

    private void Load()
    {
        if (layout is not null)
        {
            return;
        }

        Layout found = Layout.Parse(file, header.Find(MessageType.Layout)!.Value);
        if (header.Find(MessageType.ExternalFiles) is not null || found.Kind == LayoutKind.Virtual)
        {
            throw Hdf5Exception.Unsupported($"dataset '{Name}', which only refers to data in other files", "Copy it into one file with h5repack or h5py.");
        }

        ReadFill();
        filters = FilterPipeline.Parse(header.Find(MessageType.FilterPipeline));
        if (found.Kind == LayoutKind.Chunked)
        {
            PrepareChunks(found);
        }
        else
        {
            chunk = Blocks();
        }

        layout = found;
    }

    private byte[] Chunk(long[] place)
    {
        if (layout!.Kind != LayoutKind.Chunked)
        {
            return ReadBlock(place);
        }

        int size = ChunkBytes();
        if (index!.Find(place) is not StoredChunk stored)
        {
            return Filled(size);
        }

        bool isEdge = layout.LeavesEdgesUnfiltered && place.Select((p, i) => (p + 1) * chunk[i] > space.Lengths[i]).Any(over => over);
        return filters!.Undo(file.ReadData(stored.Address, stored.Size), size, isEdge ? uint.MaxValue : stored.Mask);
    }

    private int ChunkBytes()
    {
        Int128 bytes = Type.Size;
        foreach (long length in chunk)
        {
            bytes *= length;
        }

        return (int)bytes;
    }

    private void PrepareChunks(Layout found)
    {
        filters!.RequireSupported();
        Int128 bytes = Type.Size;
        if (found.Chunk.Length != space.Lengths.Length || found.Chunk.Any(length => length < 1))
        {
            throw Hdf5Exception.Corrupt($"Dataset '{Name}' of {space.Lengths.Length} axes has chunks of {found.Chunk.Length}.");
        }

        foreach (long length in found.Chunk)
        {
            bytes = Int128.Min(bytes * length, (Int128)long.MaxValue);
        }

        // A stored chunk is at most the file; what it can grow to is bounded by the filters.
        if (bytes > Array.MaxLength || bytes > ((Int128)file.Length * filters.GreatestRatio) + 65536)
        {
            throw Hdf5Exception.Corrupt($"Dataset '{Name}' claims chunks of {bytes} bytes.");
        }

        index = ChunkIndex.Load(file, space, found, !filters.IsEmpty, (long)bytes);
        chunk = found.Chunk;
    }

    /// <summary>Whole fast axes, part of one, single steps of the slow ones: blocks that lie in one piece in the file.</summary>
    private long[] Blocks()
    {
        var block = new long[space.Lengths.Length];
        long room = Math.Max(1, BlockBytes / Type.Size);
        for (int i = block.Length - 1; i >= 0; i--)
        {
            block[i] = Math.Clamp(room, 1, space.Lengths[i]);
            room = block[i] == space.Lengths[i] ? room / block[i] : 0;
        }

        return block;
    }

    private byte[] ReadBlock(long[] place)
    {
        Int128 first = 0;
        long count = 1;
        for (int i = 0; i < chunk.Length; i++)
        {
            long start = place[i] * chunk[i];
            first = (first * space.Lengths[i]) + start;
            count *= Math.Min(chunk[i], space.Lengths[i] - start);
        }

        if (first > long.MaxValue / 16)
        {
            throw Hdf5Exception.Corrupt($"Dataset '{Name}' claims more elements than can be addressed.");
        }

        int bytes = checked((int)(count * Type.Size));
        long offset = (long)first * Type.Size;
        if (layout!.Kind == LayoutKind.Compact)
        {
            return layout.Compact.Slice(checked((int)offset), bytes).ToArray();
        }

        return layout.Address == AddressSpace.Undefined ? Filled(bytes) : file.ReadData(layout.Address + offset, bytes);
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
        if (header.Find(MessageType.FillValue) is ReadOnlyMemory<byte> message)
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
        else if (header.Find(MessageType.OldFillValue) is ReadOnlyMemory<byte> old)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(old.Span);
            fill = size > 0 ? old.Span.Slice(4, size).ToArray() : [];
        }
    }
}
