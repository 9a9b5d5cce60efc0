namespace NDSeg.Hdf5;

/// <summary>Reads runs of elements of one source of a virtual dataset, each along its last axis. Chunks are unpacked once as long as the cache holds them.</summary>
/// <param name="source">A prepared dataset.</param>
/// <param name="files">The files that are read together.</param>
internal sealed class RowReader(Hdf5Dataset source, Neighbours files)
{
    private readonly long[] place = new long[source.Lengths.Count];
    private readonly long[] current = new long[source.Lengths.Count];
    private byte[]? chunk;

    /// <summary>The source.</summary>
    public Hdf5Dataset Source => source;

    /// <summary>Copies a run.</summary>
    /// <param name="at">Place of its first element.</param>
    /// <param name="target">Receives as many elements as fit, in the byte order of the source.</param>
    /// <exception cref="Hdf5Exception">The run leaves the source.</exception>
    public void Copy(ReadOnlySpan<long> at, Span<byte> target)
    {
        int size = source.Type.Size;
        int lastAxis = at.Length - 1;
        long count = target.Length / size;
        for (int axis = 0; axis <= lastAxis; axis++)
        {
            if (at[axis] + (axis == lastAxis ? count : 1) > source.Lengths[axis])
            {
                throw Hdf5Exception.Corrupt($"A virtual dataset refers to elements that '{source.Name}' of {string.Join(" x ", source.Lengths)} elements does not have.");
            }
        }

        for (long done = 0; done < count;)
        {
            long inside = Enter(at, done, out long offset);
            int run = (int)Math.Min(inside, count - done) * size;
            chunk.AsSpan(checked((int)(offset * size)), run).CopyTo(target[(int)(done * size)..]);
            done += run / size;
        }
    }

    /// <summary>Lets go of the current chunk: there may be thousands of sources, and the cache alone says what is kept.</summary>
    public void Release() => chunk = null;

    /// <summary>Makes the chunk of an element the current one: where the element stands in it, and how many follow along the last axis.</summary>
    private long Enter(ReadOnlySpan<long> at, long done, out long offset)
    {
        offset = 0;
        long inside = 1;
        for (int axis = 0; axis < place.Length; axis++)
        {
            long element = at[axis] + (axis == place.Length - 1 ? done : 0);
            long length = source.ChunkLengths[axis];
            place[axis] = element / length;
            long shape = source.IsChunked ? length : Math.Min(length, source.Lengths[axis] - (place[axis] * length));
            offset = (offset * shape) + (element % length);
            inside = shape - (element % length);
        }

        if (chunk is null || !place.AsSpan().SequenceEqual(current))
        {
            chunk = files.Chunks.Get(source, place, Unpack);
            place.CopyTo(current, 0);
        }

        return inside;
    }

    private byte[] Unpack()
    {
        byte[] data = files.Nested(() => source.Chunk(place));
        files.Spend(data.Length);
        return data;
    }
}
