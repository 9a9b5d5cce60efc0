namespace NDSeg.Hdf5;

/// <summary>The unpacked chunks that were used last, so that neighbouring rows of a virtual dataset unpack their source once.</summary>
internal sealed class ChunkCache
{
    private const long MostBytes = 64L << 20;

    private readonly Dictionary<(Hdf5Dataset, Int128), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> order = [];
    private long bytes;

    /// <summary>A chunk, from the cache or unpacked.</summary>
    /// <param name="dataset">A prepared dataset.</param>
    /// <param name="place">Number of the chunk along every axis.</param>
    /// <param name="read">Unpacks it.</param>
    public byte[] Get(Hdf5Dataset dataset, long[] place, Func<byte[]> read)
    {
        Int128 number = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            number = checked((number * ((dataset.Lengths[axis] / dataset.ChunkLengths[axis]) + 1)) + place[axis]);
        }

        if (entries.TryGetValue((dataset, number), out LinkedListNode<Entry>? node))
        {
            order.Remove(node);
            order.AddLast(node);
            return node.Value.Data;
        }

        byte[] data = read();
        entries[(dataset, number)] = order.AddLast(new Entry(dataset, number, data));
        bytes += data.Length;
        while (bytes > MostBytes && order.Count > 1)
        {
            Entry oldest = order.First!.Value;
            order.RemoveFirst();
            entries.Remove((oldest.Dataset, oldest.Number));
            bytes -= oldest.Data.Length;
        }

        return data;
    }

    private sealed record Entry(Hdf5Dataset Dataset, Int128 Number, byte[] Data);
}
