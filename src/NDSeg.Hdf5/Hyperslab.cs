namespace NDSeg.Hdf5;

/// <summary>Gathers a box of elements from the chunks it touches, each of which is unpacked once.</summary>
internal sealed class Hyperslab
{
    private readonly Hdf5Dataset dataset;
    private readonly long[] start;
    private readonly long[] count;
    private readonly byte[] target;

    private Hyperslab(Hdf5Dataset dataset, long[] start, long[] count, byte[] target)
    {
        this.dataset = dataset;
        this.start = start;
        this.count = count;
        this.target = target;
    }

    /// <summary>The elements, row-major, in the byte order of the file. Bounds are checked by the caller.</summary>
    public static byte[] Read(Hdf5Dataset dataset, long[] start, long[] count, CancellationToken cancellation)
    {
        long elements = 1;
        foreach (long length in count)
        {
            elements = checked(elements * length);
        }

        long bytes = checked(elements * dataset.Type.Size);
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"{bytes} bytes do not fit into one array.");
        }

        dataset.RequireJustified(bytes);
        var slab = new Hyperslab(dataset, start, count, new byte[bytes]);
        if (bytes > 0)
        {
            slab.Fill(cancellation);
        }

        return slab.target;
    }

    /// <summary>Steps a counter through a box; false when it is back at the beginning.</summary>
    private static bool Next(long[] place, ReadOnlySpan<long> first, ReadOnlySpan<long> last)
    {
        for (int axis = last.Length - 1; axis >= 0; axis--)
        {
            if (++place[axis] <= last[axis])
            {
                return true;
            }

            place[axis] = first[axis];
        }

        return false;
    }

    private void Fill(CancellationToken cancellation)
    {
        long[] first = [.. start.Select((s, a) => s / dataset.ChunkLengths[a])];
        long[] last = [.. start.Select((s, a) => (s + count[a] - 1) / dataset.ChunkLengths[a])];
        var place = (long[])first.Clone();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            Copy(dataset.ReadChunk(place), place);
        }
        while (Next(place, first, last));
    }

    private void Copy(byte[] chunk, long[] place)
    {
        int rank = start.Length;
        int size = dataset.Type.Size;
        var origin = new long[rank];
        var shape = new long[rank];
        var low = new long[rank];
        var high = new long[rank];
        for (int a = 0; a < rank; a++)
        {
            origin[a] = place[a] * dataset.ChunkLengths[a];
            shape[a] = dataset.IsChunked ? dataset.ChunkLengths[a] : Math.Min(dataset.ChunkLengths[a], dataset.Lengths[a] - origin[a]);
            low[a] = Math.Max(start[a], origin[a]);
            high[a] = Math.Min(start[a] + count[a], origin[a] + shape[a]) - 1;
        }

        int run = rank == 0 ? size : (int)(high[^1] - low[^1] + 1) * size;
        ReadOnlySpan<long> slow = high.AsSpan(0, Math.Max(0, rank - 1));
        var at = (long[])low.Clone();
        do
        {
            long from = 0;
            long to = 0;
            for (int a = 0; a < rank; a++)
            {
                from = (from * shape[a]) + at[a] - origin[a];
                to = (to * count[a]) + at[a] - start[a];
            }

            chunk.AsSpan(checked((int)(from * size)), run).CopyTo(target.AsSpan((int)(to * size)));
        }
        while (Next(at, low, slow));
    }
}
