namespace NDSeg.Hdf5;

/// <summary>The elements of a virtual dataset, put together from other datasets. What no source has gets the fill value.</summary>
internal sealed class VirtualData
{
    /// <summary>Bytes that a dataset may claim without a source that holds them: a large frame, whose file may be missing.</summary>
    private const long MostUnjustified = 64L << 20;

    /// <summary>Parts that may be missing for one that is there.</summary>
    private const int MostMissing = 16;

    /// <summary>How often elements may be given by mappings that overlap.</summary>
    private const int MostLayers = 16;

    private const int CostOfRun = 32;

    private readonly AddressSpace file;
    private readonly Neighbours files;
    private readonly IReadOnlyList<VirtualMapping> mappings;
    private readonly VirtualSources sources;
    private readonly Hdf5Type type;
    private long[] lengths = [];
    private Selection[] targets = [];
    private MappingOrder? order;

    /// <param name="file">The file of the virtual dataset.</param>
    /// <param name="layout">Where its mappings are.</param>
    /// <param name="type">Its elements.</param>
    public VirtualData(AddressSpace file, Layout layout, Hdf5Type type)
    {
        this.file = file;
        files = file.Files;
        this.type = type;
        mappings = VirtualMapping.Load(file, layout);
        sources = new VirtualSources(file, type);
    }

    /// <summary>The lengths of the axes. Those that may grow are as long as the sources are now, whatever was stored.</summary>
    public long[] LengthsOf(Dataspace space)
    {
        long?[] grown = new long?[space.Lengths.Length];
        foreach (VirtualMapping mapping in mappings)
        {
            int axis = mapping.Target.UnlimitedAxis;
            if (axis >= 0)
            {
                RequireRank(mapping.Target, space.Lengths.Length);
                grown[axis] = Math.Max(grown[axis] ?? 0, mapping.IsNumbered ? NumberedLength(mapping) : mapping.Target.LengthFor(PlacesOf(mapping)));
            }
        }

        foreach (VirtualMapping mapping in mappings.Where(m => m.Target.UnlimitedAxis < 0 && m.Target.Rank >= 0))
        {
            RequireRank(mapping.Target, space.Lengths.Length);
            ReadOnlySpan<long> high = mapping.Target.Within(space.Lengths).High;
            for (int axis = 0; axis < grown.Length; axis++)
            {
                grown[axis] = grown[axis] is long length ? Math.Max(length, high[axis] + 1) : null;
            }
        }

        return [.. space.Lengths.Select((length, axis) => grown[axis] ?? length)];
    }

    /// <summary>The names of the files that the mappings refer to, themselves or through a link, each once.</summary>
    /// <param name="final">The lengths of the axes.</param>
    public IReadOnlyList<string> FileNames(long[] final)
    {
        lengths = final;
        var names = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (VirtualMapping mapping in mappings)
        {
            long blocks = mapping.IsNumbered ? BlocksOf(mapping) : 1;
            for (long block = 0; block < blocks; block++)
            {
                string name = mapping.File.At(block);
                string? other = name == "." ? Catalog.FileOf(file, mapping.Dataset.At(block)) : name;
                if (other is not null && seen.Add(other))
                {
                    files.Spend(CostOfRun + other.Length);
                    names.Add(other);
                }
            }
        }

        return names;
    }

    /// <summary>Makes ready for reading.</summary>
    /// <param name="final">The lengths of the axes.</param>
    /// <returns>Lengths of blocks that suit the sources; null where there is nothing to go by.</returns>
    public long[]? Prepare(long[] final)
    {
        const int tried = 4;
        lengths = final;
        targets = [.. mappings.Select(m => m.Target.Within(lengths))];
        order = new MappingOrder(targets);
        RowReader? first = mappings.Take(tried).Select(m => sources.Find(m, block: 0)).FirstOrDefault(s => s is not null);
        if (first is null)
        {
            return null;
        }

        IReadOnlyList<long> chunk = first.Source.ChunkLengths;
        return [.. lengths.Select((length, axis) => axis + chunk.Count < lengths.Length ? 1 : Math.Clamp(chunk[axis + chunk.Count - lengths.Length], 1, Math.Max(1, length)))];
    }

    /// <summary>Whether there are no mappings, or a source for one of them; the first ones are tried.</summary>
    public bool HasSource()
    {
        const int tried = 1000;
        return mappings.Count == 0 || mappings.Take(tried).Any(m => sources.Find(m, block: 0) is not null);
    }

    /// <summary>Bytes that the elements may take, seen from what the sources hold; counted as far as needed.</summary>
    /// <param name="needed">Where counting may end.</param>
    public Int128 MostBytes(Int128 needed)
    {
        Int128 most = MostUnjustified;
        var seen = new HashSet<RowReader>();
        for (int i = 0; i < mappings.Count && most < needed; i++)
        {
            long blocks = mappings[i].IsNumbered ? BlocksOf(mappings[i]) : 1;
            for (long block = 0; block < blocks && most < needed; block++)
            {
                if (sources.Find(mappings[i], block) is RowReader source && seen.Add(source))
                {
                    most += MostMissing * source.Source.MostBytes(needed);
                }
            }
        }

        return most;
    }

    /// <summary>Puts what the sources have into a block.</summary>
    /// <param name="data">The block, row-major, full of the fill value.</param>
    /// <param name="origin">Its first element along every axis.</param>
    /// <param name="shape">Its lengths; it may reach over the border.</param>
    public void Fill(byte[] data, long[] origin, IReadOnlyList<long> shape)
    {
        long[] high = [.. origin.Select((o, a) => Math.Min(o + shape[a], lengths[a]) - 1)];
        long room = (long)data.Length * MostLayers;
        foreach (int i in order!.Touching(origin, high))
        {
            VirtualMapping mapping = mappings[i];
            (long first, long last) = mapping.IsNumbered ? BlocksWithin(mapping, origin, high) : (0, 0);
            for (long block = first; block <= last; block++)
            {
                if (sources.Find(mapping, block) is RowReader source)
                {
                    (Selection from, Selection to) = Match(mapping, i, block, source.Source);
                    room -= Copy(source, from, to, data, origin, high, shape);
                    if (room < 0)
                    {
                        throw Hdf5Exception.Corrupt($"The mappings of a virtual dataset give the same elements more than {MostLayers} times.");
                    }
                }
            }
        }
    }

    private static void RequireRank(StoredSelection selection, int rank)
    {
        if (selection.Rank != rank)
        {
            throw Hdf5Exception.Corrupt($"A virtual dataset of {rank} axes has a mapping of {selection.Rank}.");
        }
    }

    private static (long First, long Last) BlocksWithin(VirtualMapping mapping, long[] low, long[] high)
    {
        StoredSelection target = mapping.Target;
        int axis = target.UnlimitedAxis;
        long first = Math.Max(0, low[axis] - target.UnlimitedStart) / target.UnlimitedStride;
        return (first, high[axis] < target.UnlimitedStart ? -1 : (high[axis] - target.UnlimitedStart) / target.UnlimitedStride);
    }

    private long PlacesOf(VirtualMapping mapping)
    {
        if (sources.Find(mapping, block: 0) is not RowReader source)
        {
            return 0;
        }

        RequireRank(mapping.Source, source.Source.Lengths.Count);
        return mapping.Source.Places(source.Source.Lengths[mapping.Source.UnlimitedAxis]);
    }

    /// <summary>Blocks up to the first one without a source.</summary>
    private long NumberedLength(VirtualMapping mapping)
    {
        long blocks = 0;
        while (sources.Find(mapping, blocks) is not null)
        {
            blocks++;
        }

        return mapping.Target.LengthFor(checked(blocks * mapping.Target.UnlimitedBlock));
    }

    private long BlocksOf(VirtualMapping mapping)
    {
        StoredSelection target = mapping.Target;
        return (target.Places(lengths[target.UnlimitedAxis]) + target.UnlimitedBlock - 1) / target.UnlimitedBlock;
    }

    /// <summary>The elements of a source, and those they become: as many.</summary>
    private (Selection From, Selection To) Match(VirtualMapping mapping, int index, long block, Hdf5Dataset source)
    {
        Selection from = mapping.Source.Within([.. source.Lengths]);
        Selection to = mapping.IsNumbered ? mapping.Target.BlockAt(block) : targets[index];
        if (mapping.Source.UnlimitedAxis >= 0 && from is RegularSelection endless && to is RegularSelection open)
        {
            long places = Math.Min(endless.Along(mapping.Source.UnlimitedAxis), open.Along(mapping.Target.UnlimitedAxis));
            (from, to) = (endless.Cut(mapping.Source.UnlimitedAxis, places), open.Cut(mapping.Target.UnlimitedAxis, places));
        }

        return from.Count == to.Count && to.Count <= long.MaxValue
            ? (from, to)
            : throw Hdf5Exception.Corrupt($"A virtual dataset maps {from.Count} elements of '{source.Name}' to {to.Count} of its own.");
    }

    private long Copy(RowReader source, Selection from, Selection to, byte[] data, long[] low, long[] high, IReadOnlyList<long> shape)
    {
        int size = type.Size;
        long copied = 0;
        var place = new long[source.Source.Lengths.Count];
        foreach ((long[] at, long length, long number) in to.Runs(low, high))
        {
            long offset = 0;
            for (int axis = 0; axis < at.Length; axis++)
            {
                offset = (offset * shape[axis]) + at[axis] - low[axis];
            }

            Span<byte> row = data.AsSpan(checked((int)(offset * size)), checked((int)(length * size)));
            files.Spend(CostOfRun);
            copied += row.Length;
            for (long done = 0; done < length;)
            {
                long run = Math.Min(length - done, from.Find(number + done, place));
                Span<byte> piece = row.Slice((int)(done * size), (int)(run * size));
                source.Copy(place, piece);
                sources.Convert(source.Source, piece);
                done += run;
            }
        }

        source.Release();
        return copied;
    }
}
