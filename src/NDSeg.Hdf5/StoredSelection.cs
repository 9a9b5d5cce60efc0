using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>A selection as a file describes it (IV.A.2.i, "dataspace selection"): it may mean everything, or go on along one axis as far as there is data.</summary>
internal sealed class StoredSelection
{
    private const int MostBoxes = 1 << 20;

    private long[] start = [];
    private long[] stride = [];
    private long[] count = [];
    private long[] block = [];
    private IrregularSelection? boxes;
    private bool isAll;

    private StoredSelection()
    {
    }

    /// <summary>Axes; -1 where everything or nothing is selected, whatever the axes.</summary>
    public int Rank { get; private set; } = -1;

    /// <summary>The axis along which blocks go on without end, or -1.</summary>
    public int UnlimitedAxis { get; private set; } = -1;

    /// <summary>Length of a block along the unlimited axis.</summary>
    public long UnlimitedBlock => block[UnlimitedAxis];

    /// <summary>Distance of blocks along the unlimited axis.</summary>
    public long UnlimitedStride => stride[UnlimitedAxis];

    /// <summary>Where the blocks along the unlimited axis begin.</summary>
    public long UnlimitedStart => start[UnlimitedAxis];

    /// <summary>Reads a selection and moves behind it.</summary>
    public static StoredSelection Parse(ref ReadOnlySpan<byte> bytes)
    {
        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var selection = new StoredSelection();
        switch (kind)
        {
            case 0 or 3:
                selection.isAll = kind == 3;
                bytes = bytes[16..];
                break;
            case 2 when version is >= 1 and <= 3:
                selection.ParseHyperslab(ref bytes, version);
                break;
            default:
                throw AddressSpace.Unsupported(kind == 1 ? "a selection of points" : $"a selection of kind {kind}, version {version}");
        }

        return selection;
    }

    /// <summary>The elements that are meant in a dataset of these lengths.</summary>
    /// <param name="lengths">Lengths of the axes.</param>
    /// <exception cref="Hdf5Exception">The selection has another number of axes.</exception>
    public Selection Within(long[] lengths)
    {
        if (Rank < 0)
        {
            return RegularSelection.All(isAll ? lengths : new long[lengths.Length]);
        }

        if (Rank != lengths.Length)
        {
            throw Hdf5Exception.Corrupt($"A selection of {Rank} axes refers to a dataset of {lengths.Length}.");
        }

        return (Selection?)boxes ?? new RegularSelection(start, stride, block, [.. Enumerable.Range(0, Rank).Select(a => a == UnlimitedAxis ? Places(lengths[a]) : checked(count[a] * block[a]))]);
    }

    /// <summary>One of the blocks along the unlimited axis.</summary>
    public RegularSelection BlockAt(long number)
    {
        var first = (long[])start.Clone();
        first[UnlimitedAxis] = checked(first[UnlimitedAxis] + (number * UnlimitedStride));
        return new RegularSelection(first, stride, block, [.. Enumerable.Range(0, Rank).Select(a => checked((a == UnlimitedAxis ? 1 : count[a]) * block[a]))]);
    }

    /// <summary>Places that are selected along the unlimited axis of a dataset of a length.</summary>
    public long Places(long length)
    {
        long room = length - UnlimitedStart;
        return room <= 0 ? 0 : (room / UnlimitedStride * UnlimitedBlock) + Math.Min(room % UnlimitedStride, UnlimitedBlock);
    }

    /// <summary>The least length along the unlimited axis that has a number of selected places.</summary>
    public long LengthFor(long places)
        => places == 0 ? 0 : checked(UnlimitedStart + ((places - 1) / UnlimitedBlock * UnlimitedStride) + ((places - 1) % UnlimitedBlock) + 1);

    private void ParseHyperslab(ref ReadOnlySpan<byte> bytes, uint version)
    {
        bool isRegular = version > 1 && (bytes[8] & 1) != 0;
        int size = version switch { 1 => 4, 2 => 8, _ => bytes[9] };
        bytes = bytes[(version switch { 1 => 16, 2 => 13, _ => 10 })..];
        Rank = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        bytes = bytes[4..];
        if (Rank is < 1 or > 32 || size is not (2 or 4 or 8))
        {
            throw Hdf5Exception.Corrupt($"A selection has {Rank} axes and numbers of {size} bytes.");
        }

        if (isRegular)
        {
            ParseRegular(ref bytes, size);
        }
        else
        {
            ParseBoxes(ref bytes, size);
        }
    }

    private void ParseRegular(ref ReadOnlySpan<byte> bytes, int size)
    {
        (start, stride, count, block) = (new long[Rank], new long[Rank], new long[Rank], new long[Rank]);
        for (int axis = 0; axis < Rank; axis++)
        {
            start[axis] = Number(ref bytes, size);
            stride[axis] = Number(ref bytes, size);
            count[axis] = Number(ref bytes, size);
            block[axis] = Number(ref bytes, size);
            if (count[axis] == long.MaxValue || block[axis] == long.MaxValue)
            {
                if (UnlimitedAxis >= 0)
                {
                    throw Hdf5Exception.Corrupt("A selection has no end along two axes.");
                }

                UnlimitedAxis = axis;
                if (block[axis] == long.MaxValue)
                {
                    // One block without end is the same as blocks of one element side by side.
                    (stride[axis], block[axis]) = (1, 1);
                }
            }

            if (start[axis] == long.MaxValue || stride[axis] < block[axis] || block[axis] < 1)
            {
                if (count[axis] > 1 || axis == UnlimitedAxis || block[axis] < 1)
                {
                    throw Hdf5Exception.Corrupt("The blocks of a selection overlap.");
                }

                // The distance of a single block means nothing.
                stride[axis] = block[axis];
            }

            if (axis != UnlimitedAxis)
            {
                _ = checked(start[axis] + (count[axis] * stride[axis]));
            }
        }
    }

    private void ParseBoxes(ref ReadOnlySpan<byte> bytes, int size)
    {
        long number = Number(ref bytes, size);
        if (number < 1 || number > MostBoxes || number > bytes.Length / (2 * size * Rank))
        {
            throw Hdf5Exception.Corrupt($"A selection claims {number} boxes.");
        }

        var list = new List<(long[] First, long[] Last)>((int)number);
        for (int i = 0; i < number; i++)
        {
            (long[] First, long[] Last) box = (new long[Rank], new long[Rank]);
            foreach (long[] corner in new[] { box.First, box.Last })
            {
                for (int axis = 0; axis < Rank; axis++)
                {
                    corner[axis] = Number(ref bytes, size);
                }
            }

            if (box.First.Where((f, a) => f > box.Last[a] || box.Last[a] >= long.MaxValue / 2).Any())
            {
                throw Hdf5Exception.Corrupt("A selection has a box that ends before it begins.");
            }

            list.Add(box);
        }

        if (!IsGrid(list))
        {
            boxes = new IrregularSelection(list);
        }
    }

    /// <summary>Old versions write regular hyperslabs box by box; taken as what they are they need no list.</summary>
    private bool IsGrid(List<(long[] First, long[] Last)> list)
    {
        (long[] First, long[] Last) head = list[0];
        long[] lengths = [.. head.First.Select((f, a) => head.Last[a] - f + 1)];
        if (list.Any(b => b.First.Where((f, a) => b.Last[a] - f + 1 != lengths[a]).Any()))
        {
            return false;
        }

        long[][] places = [.. Enumerable.Range(0, Rank).Select(a => list.Select(b => b.First[a]).Distinct().Order().ToArray())];
        long[] steps = [.. places.Select((p, a) => p.Length > 1 ? p[1] - p[0] : lengths[a])];
        bool isEven = places.Select((p, a) => steps[a] >= lengths[a] && p.Select((at, i) => at == p[0] + (i * steps[a])).All(even => even)).All(even => even);
        Int128 cells = places.Aggregate((Int128)1, (product, p) => product * p.Length);
        if (!isEven || cells != list.Count)
        {
            return false;
        }

        var seen = new bool[list.Count];
        foreach ((long[] first, _) in list)
        {
            long cell = 0;
            for (int axis = 0; axis < Rank; axis++)
            {
                cell = (cell * places[axis].Length) + ((first[axis] - places[axis][0]) / steps[axis]);
            }

            if (seen[cell])
            {
                return false;
            }

            seen[cell] = true;
        }

        (start, stride, block, count) = ([.. places.Select(p => p[0])], steps, lengths, [.. places.Select(p => (long)p.Length)]);
        return true;
    }

    /// <summary>A number; all bits set mean "without end" and give <see cref="long.MaxValue"/>.</summary>
    private static long Number(ref ReadOnlySpan<byte> bytes, int size)
    {
        ulong value = AddressSpace.Unsigned(bytes[..size]);
        bytes = bytes[size..];
        return value == ulong.MaxValue >> (64 - (8 * size)) ? long.MaxValue : value < long.MaxValue / 2 ? (long)value : throw Hdf5Exception.Corrupt($"A selection has a place {value}.");
    }
}
