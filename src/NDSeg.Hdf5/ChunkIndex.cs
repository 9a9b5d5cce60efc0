using System.Buffers.Binary;
using System.Numerics;

namespace NDSeg.Hdf5;

/// <summary>Finds the stored chunks of a dataset, whatever index the file uses (III.A, VI, VII).</summary>
internal sealed class ChunkIndex
{
    private readonly AddressSpace file;
    private readonly Dataspace space;
    private readonly Layout layout;
    private readonly bool isFiltered;
    private readonly long wholeSize;
    private readonly long[] counts;
    private readonly Dictionary<long, StoredChunk> chunks = [];

    private ChunkIndex(AddressSpace file, Dataspace space, Layout layout, bool isFiltered, long wholeSize)
    {
        this.file = file;
        this.space = space;
        this.layout = layout;
        this.isFiltered = isFiltered;
        this.wholeSize = wholeSize;
        counts = [.. space.Lengths.Select((length, i) => (length + layout.Chunk[i] - 1) / layout.Chunk[i])];
    }

    /// <summary>Sum of the stored sizes.</summary>
    public long StoredBytes => chunks.Values.Sum(c => c.Size);

    public static ChunkIndex Load(AddressSpace file, Dataspace space, Layout layout, bool isFiltered, long wholeSize)
    {
        var index = new ChunkIndex(file, space, layout, isFiltered, wholeSize);
        Int128 total = 1;
        foreach (long count in index.counts)
        {
            total *= count;
            if (total > long.MaxValue)
            {
                throw Hdf5Exception.Corrupt("It claims more chunks than can be counted.");
            }
        }

        if (layout.Address != AddressSpace.Undefined)
        {
            index.Load();
        }

        return index;
    }

    /// <summary>The chunk at the given chunk coordinates, or null when nothing is stored there.</summary>
    public StoredChunk? Find(ReadOnlySpan<long> place) => chunks.TryGetValue(Number(place), out StoredChunk chunk) ? chunk : null;

    private void Load()
    {
        switch (layout.Index)
        {
            case ChunkIndexKind.BTree1: LoadBTree1(); break;
            case ChunkIndexKind.Single: Add(new long[counts.Length], layout.Address, isFiltered && layout.SingleSize > 0 ? layout.SingleSize : wholeSize, layout.SingleMask); break;
            case ChunkIndexKind.Implicit: LoadImplicit(); break;
            case ChunkIndexKind.FixedArray: LoadFixedArray(); break;
            case ChunkIndexKind.ExtensibleArray: LoadExtensibleArray(); break;
            default: LoadBTree2(); break;
        }
    }

    private long Number(ReadOnlySpan<long> place)
    {
        long number = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            number = (number * counts[i]) + place[i];
        }

        return number;
    }

    private void Add(long[] place, long address, long size, uint mask)
    {
        if (address == AddressSpace.Undefined)
        {
            return;
        }

        for (int i = 0; i < counts.Length; i++)
        {
            if (place[i] < 0 || place[i] >= counts[i])
            {
                // Left over from a dataset that was shrunk.
                return;
            }
        }

        if (size < 0 || size > file.Length)
        {
            throw Hdf5Exception.Corrupt($"A chunk claims {size} stored bytes.");
        }

        chunks[Number(place)] = new StoredChunk(address, size, mask);
    }

    private void LoadBTree1()
    {
        int keySize = 8 + (8 * (counts.Length + 1));
        foreach ((byte[] key, long child) in BTree1.Entries(file, layout.Address, type: 1, keySize))
        {
            var place = new long[counts.Length];
            for (int i = 0; i < place.Length; i++)
            {
                place[i] = (long)(BinaryPrimitives.ReadUInt64LittleEndian(key.AsSpan(8 + (8 * i))) / (ulong)layout.Chunk[i]);
            }

            Add(place, child, BinaryPrimitives.ReadUInt32LittleEndian(key), BinaryPrimitives.ReadUInt32LittleEndian(key.AsSpan(4)));
        }
    }

    private void LoadBTree2()
    {
        int rank = counts.Length;
        int type = isFiltered ? 11 : 10;
        foreach (byte[] record in BTree2.Records(file, layout.Address, type))
        {
            int sizeBytes = isFiltered ? record.Length - file.OffsetSize - 4 - (8 * rank) : 0;
            long size = isFiltered ? (long)AddressSpace.Unsigned(record.AsSpan(file.OffsetSize, sizeBytes)) : wholeSize;
            uint mask = isFiltered ? BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(file.OffsetSize + sizeBytes)) : 0;
            var place = new long[rank];
            for (int i = 0; i < rank; i++)
            {
                place[i] = BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(record.Length - (8 * (rank - i))));
            }

            Add(place, file.Address(record), size, mask);
        }
    }

    /// <summary>All chunks one behind the other, in the order of the greatest shape.</summary>
    private void LoadImplicit()
    {
        long most = Math.Min((file.Length / wholeSize) + 1, Total());
        for (long number = 0; number < most; number++)
        {
            long address = layout.Address + (number * wholeSize);
            if (address + wholeSize > file.Length)
            {
                throw Hdf5Exception.Truncated($"Expected {most} chunks of {wholeSize} bytes from address {layout.Address}.");
            }

            Add(PlaceOf(number, GreatestCounts(), swapped: -1), address, wholeSize, 0);
        }
    }

    private long Total() => GreatestCounts().Aggregate(1L, (product, count) => product > file.Length ? product : product * Math.Max(1, Math.Min(count, file.Length + 1)));

    private void LoadFixedArray()
    {
        byte[] head = file.Read(layout.Address, 8 + file.LengthSize + file.OffsetSize, "FAHD"u8);
        int entrySize = head[6];
        int pageBits = head[7];
        long count = file.LengthOf(head.AsSpan(8));
        long block = file.Address(head.AsSpan(8 + file.LengthSize));
        if (block == AddressSpace.Undefined)
        {
            return;
        }

        RequireEntries(count, entrySize, pageBits);
        int prefix = 6 + file.OffsetSize;
        long perPage = 1L << pageBits;
        _ = file.Read(block, 4, "FADB"u8);
        long[] greatest = GreatestCounts();
        if (count <= perPage)
        {
            AddEntries(file.Read(block + prefix, count * entrySize), entrySize, 0, greatest, swapped: -1);
            return;
        }

        long pages = (count + perPage - 1) / perPage;
        byte[] present = file.Read(block + prefix, (pages + 7) / 8);
        long at = block + prefix + present.Length + 4;
        for (long page = 0; page < pages; page++, at += (perPage * entrySize) + 4)
        {
            long inPage = Math.Min(perPage, count - (page * perPage));
            if ((present[page / 8] & (0x80 >> (int)(page % 8))) != 0)
            {
                AddEntries(file.Read(at, inPage * entrySize), entrySize, page * perPage, greatest, swapped: -1);
            }
        }
    }

    private void LoadExtensibleArray()
    {
        byte[] head = file.Read(layout.Address, 12 + (6 * file.LengthSize) + file.OffsetSize, "EAHD"u8);
        int entrySize = head[6];
        int maxBits = head[7];
        int inIndex = head[8];
        int blockLeast = head[9];
        int blockPointers = head[10];
        int pageBits = head[11];
        long count = file.LengthOf(head.AsSpan(12 + (4 * file.LengthSize)));
        long address = file.Address(head.AsSpan(12 + (6 * file.LengthSize)));
        RequireEntries(count, entrySize, pageBits);
        if (!BitOperations.IsPow2(blockLeast) || blockPointers < 2 || !BitOperations.IsPow2(blockPointers) || maxBits is 0 or > 63)
        {
            throw Hdf5Exception.Corrupt("The chunk index makes no sense.");
        }

        if (address == AddressSpace.Undefined)
        {
            return;
        }

        var array = new ExtensibleArray(file, entrySize, (maxBits + 7) / 8, blockLeast, pageBits);
        int swapped = Array.FindIndex(space.Limits, limit => limit == long.MaxValue);
        long[] greatest = GreatestCounts();
        foreach ((long first, byte[] entries) in array.Entries(address, inIndex, blockPointers, maxBits, count))
        {
            AddEntries(entries, entrySize, first, greatest, swapped);
        }
    }

    private void RequireEntries(long count, int entrySize, int pageBits)
    {
        int least = file.OffsetSize + (isFiltered ? 5 : 0);
        if (entrySize < least || entrySize > least + 8 || pageBits > 40 || count < 0 || (count - 1) / 8 > file.Length)
        {
            throw Hdf5Exception.Corrupt($"The chunk index claims {count} entries of {entrySize} bytes.");
        }
    }

    private void AddEntries(byte[] entries, int entrySize, long first, long[] greatest, int swapped)
    {
        for (int i = 0; i < entries.Length / entrySize; i++)
        {
            ReadOnlySpan<byte> entry = entries.AsSpan(i * entrySize, entrySize);
            long address = file.Address(entry);
            if (address == AddressSpace.Undefined)
            {
                continue;
            }

            long size = isFiltered ? (long)AddressSpace.Unsigned(entry[file.OffsetSize..^4]) : wholeSize;
            uint mask = isFiltered ? BinaryPrimitives.ReadUInt32LittleEndian(entry[^4..]) : 0;
            Add(PlaceOf(first + i, greatest, swapped), address, size, mask);
        }
    }

    /// <summary>Chunks per axis when every axis has its greatest length; indices by number count in these.</summary>
    private long[] GreatestCounts()
        => [.. space.Limits.Select((limit, i) => limit == long.MaxValue ? long.MaxValue : ((limit - 1) / layout.Chunk[i]) + 1)];

    /// <param name="number">Place of the chunk in the index.</param>
    /// <param name="greatest">Chunks per axis.</param>
    /// <param name="swapped">The unlimited axis, which is counted slowest; -1 for none.</param>
    private static long[] PlaceOf(long number, long[] greatest, int swapped)
    {
        var place = new long[greatest.Length];
        for (int i = greatest.Length - 1; i >= 0; i--)
        {
            if (i == swapped)
            {
                continue;
            }

            if (i == 0 && swapped < 0)
            {
                place[0] = number;
                return place;
            }

            place[i] = number % greatest[i];
            number /= greatest[i];
        }

        if (swapped >= 0)
        {
            place[swapped] = number;
        }

        return place;
    }
}
