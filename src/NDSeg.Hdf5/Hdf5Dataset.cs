namespace NDSeg.Hdf5;

/// <summary>
/// One dataset: its shape and type, and its elements chunk by chunk. Data that are not chunked are cut into blocks that are
/// read like chunks. Valid while the file is open; used by one thread at a time.
/// </summary>
public sealed class Hdf5Dataset
{
    private readonly AddressSpace file;
    private readonly ObjectHeader header;
    private readonly Dataspace space;
    private readonly VirtualData? parts;
    private Layout? layout;
    private FilterPipeline? filters;
    private ChunkIndex? index;
    private FillValue? fill;
    private long[] chunk = [];

    private Hdf5Dataset(AddressSpace file, string name, ObjectHeader header, Hdf5Type type, Dataspace space, VirtualData? parts)
    {
        this.file = file;
        this.header = header;
        Name = name;
        Type = type;
        this.space = space;
        this.parts = parts;
    }

    /// <summary>Path in the file without the leading slash.</summary>
    public string Name { get; }

    /// <summary>The file a link leads into, by the name it has in the link; null where the dataset is in the file that was opened.</summary>
    public string? FileName => file.Name;

    /// <summary>
    /// The names of the other files the elements come from, as they stand in this file, there or not: the one a link leads into, or those of
    /// a virtual dataset. What these files refer to in turn is not among them.
    /// </summary>
    public IReadOnlyList<string> SourceFiles() => file.Name is not null ? [file.Name] : parts is null ? [] : Run(() => parts.FileNames(space.Lengths));

    /// <summary>What the elements are.</summary>
    public Hdf5Type Type { get; }

    /// <summary>Whether the elements are those of other datasets.</summary>
    public bool IsVirtual => parts is not null;

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
    internal bool IsChunked => Prepared().Kind is LayoutKind.Chunked or LayoutKind.Virtual;

    /// <summary>The dataset an object header describes; null when it describes something else.</summary>
    internal static Hdf5Dataset? TryParse(AddressSpace file, string name, ObjectHeader header)
    {
        if (header.Find(MessageType.Dataspace) is not ReadOnlyMemory<byte> space
            || header.Find(MessageType.Datatype) is not ReadOnlyMemory<byte> type
            || header.Find(MessageType.Layout) is null)
        {
            return null;
        }

        var elements = Hdf5Type.Parse(type.Span);
        var shape = Dataspace.Parse(file, space.Span);
        VirtualData? parts = null;
        if (elements.Size > 0 && Layout.IsVirtual(header.Find(MessageType.Layout)!.Value.Span))
        {
            parts = new VirtualData(file, Layout.Parse(file, header.Find(MessageType.Layout)!.Value), elements);
            shape = shape with { Lengths = parts.LengthsOf(shape) };
        }

        return new Hdf5Dataset(file, name, header, elements, shape, parts);
    }

    /// <summary>A text attribute, of fixed or variable length, decoded as UTF-8; null when there is none.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <exception cref="Hdf5Exception">The attribute is damaged.</exception>
    public string? Text(string name)
        => Run(() => TextAttribute.Read(file, header, name) is byte[] text ? System.Text.Encoding.UTF8.GetString(text) : null);

    /// <summary>The numbers of an attribute; null when there is none of at most 64 numbers.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <exception cref="Hdf5Exception">The attribute is damaged.</exception>
    public double[]? Numbers(string name) => Hdf5Exception.Guard(() => NumberAttribute.Read(header, name));

    /// <summary>Reads how the elements are stored and finds the chunks. Needed once, before any of the methods below.</summary>
    /// <exception cref="Hdf5Exception">Damage, or a way of storing that is not read (external files, unknown filters).</exception>
    public void Prepare() => Run(() =>
    {
        Load();
        return true;
    });

    /// <summary>Throws when a selection has more bytes than the stored data can stand for: a guard against files that claim far more than they hold.</summary>
    /// <param name="bytes">Bytes about to be allocated.</param>
    /// <exception cref="Hdf5Exception">The claim is out of proportion.</exception>
    public void RequireJustified(Int128 bytes)
    {
        _ = Prepared();
        Int128 most = parts is null ? MostBytes(bytes) : Run(() => MostBytes(bytes));
        if (bytes > most + 65536)
        {
            throw Hdf5Exception.Corrupt($"Dataset '{Name}' claims {string.Join(" x ", space.Lengths)} elements and stores next to nothing.");
        }
    }

    /// <summary>Throws when a virtual dataset has none of its sources: all elements would have the fill value.</summary>
    /// <exception cref="Hdf5Exception">Missing, naming a source.</exception>
    public void RequireSource()
    {
        _ = Prepared();
        if (parts is not null && !Run(parts.HasSource))
        {
            throw Hdf5Exception.Missing($"Dataset '{Name}' has its elements from other files, and none of them is there: '{string.Join("', '", SourceFiles().Take(3))}'.").In(file.Name);
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
        if (parts is not null)
        {
            file.Begin();
            file.Files.Begin(ChunkBytes());
        }

        return Hdf5Exception.Guard(() => Chunk(place), file.Name);
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

    private T Run<T>(Func<T> read)
    {
        file.Begin();
        file.Files.Begin();
        return Hdf5Exception.Guard(read, file.Name);
    }

    private Layout Prepared() => layout ?? throw new InvalidOperationException("Call Prepare first.");

    /// <summary>Bytes that the elements may take, seen from what is stored.</summary>
    /// <param name="needed">How many are asked for; more need not be counted.</param>
    internal Int128 MostBytes(Int128 needed) => layout!.Kind switch
    {
        LayoutKind.Compact => layout.Compact.Length,
        LayoutKind.Contiguous => layout.Address == AddressSpace.Undefined ? 0 : file.Length,
        LayoutKind.Virtual => file.Files.Nested(() => parts!.MostBytes(needed)),

        // A chunked dataset may be half written; what is missing is filled, but it may not be nearly all.
        _ => (Int128)index!.StoredBytes * Math.Max(16, filters!.GreatestRatio),
    };

    /// <summary>Finds the chunks; see <see cref="Prepare"/>.</summary>
    internal void Load()
    {
        if (layout is not null)
        {
            return;
        }

        Layout found = Layout.Parse(file, header.Find(MessageType.Layout)!.Value);
        if (header.Find(MessageType.ExternalFiles) is not null)
        {
            throw Hdf5Exception.Unsupported($"dataset '{Name}', which only refers to data in other files", "Copy it into one file with h5repack or h5py.");
        }

        fill = FillValue.Parse(header);
        filters = FilterPipeline.Parse(header.Find(MessageType.FilterPipeline));
        if (found.Kind == LayoutKind.Chunked)
        {
            PrepareChunks(found);
        }
        else
        {
            chunk = parts?.Prepare(space.Lengths) ?? PlainData.Blocks(space.Lengths, Type.Size);
        }

        layout = found;
    }

    /// <summary>The elements of a chunk; see <see cref="ReadChunk"/>.</summary>
    internal byte[] Chunk(long[] place)
    {
        if (parts is not null)
        {
            byte[] data = fill!.Make(ChunkBytes(), Type.Size);
            parts.Fill(data, [.. place.Select((p, a) => p * chunk[a])], chunk);
            return data;
        }

        if (layout!.Kind != LayoutKind.Chunked)
        {
            return new PlainData(file, layout, space.Lengths, Type.Size, fill!).Read(place, chunk, Name);
        }

        int size = ChunkBytes();
        if (index!.Find(place) is not StoredChunk stored)
        {
            return fill!.Make(size, Type.Size);
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
}
