namespace NDSeg.Hdf5;

/// <summary>Elements that are not chunked: cut into blocks that are read like chunks.</summary>
/// <param name="file">The file.</param>
/// <param name="layout">Where they are.</param>
/// <param name="lengths">Lengths of the axes.</param>
/// <param name="elementSize">Bytes of an element.</param>
/// <param name="fill">What elements have that were never written.</param>
internal sealed class PlainData(AddressSpace file, Layout layout, long[] lengths, int elementSize, FillValue fill)
{
    private const long BlockBytes = 1 << 20;

    /// <summary>Lengths of a block: whole fast axes, part of one, single steps of the slow ones, so that it lies in one piece in the file.</summary>
    public static long[] Blocks(long[] lengths, int elementSize)
    {
        var block = new long[lengths.Length];
        long room = Math.Max(1, BlockBytes / elementSize);
        for (int i = block.Length - 1; i >= 0; i--)
        {
            block[i] = Math.Clamp(room, 1, lengths[i]);
            room = block[i] == lengths[i] ? room / block[i] : 0;
        }

        return block;
    }

    /// <summary>The elements of a block, which ends at the border.</summary>
    /// <param name="place">Number of the block along every axis.</param>
    /// <param name="block">Its lengths.</param>
    /// <param name="name">The dataset, for messages.</param>
    public byte[] Read(long[] place, long[] block, string name)
    {
        Int128 first = 0;
        long count = 1;
        for (int i = 0; i < block.Length; i++)
        {
            long start = place[i] * block[i];
            first = (first * lengths[i]) + start;
            count *= Math.Min(block[i], lengths[i] - start);
        }

        if (first > long.MaxValue / 16)
        {
            throw Hdf5Exception.Corrupt($"Dataset '{name}' claims more elements than can be addressed.");
        }

        int bytes = checked((int)(count * elementSize));
        long offset = (long)first * elementSize;
        if (layout.Kind == LayoutKind.Compact)
        {
            return layout.Compact.Slice(checked((int)offset), bytes).ToArray();
        }

        return layout.Address == AddressSpace.Undefined ? fill.Make(bytes, elementSize) : file.ReadData(layout.Address + offset, bytes);
    }
}
