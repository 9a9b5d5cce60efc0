namespace NDSeg.IO.Zarr.Arrays;

/// <summary>A chunk whose axes are stored in another order.</summary>
/// <param name="order">Axis i of what is stored is axis order[i] of the chunk.</param>
internal sealed class Transposition(int[] order)
{
    /// <summary>The shape of what is stored.</summary>
    public long[] Stored(IReadOnlyList<long> chunk) => [.. order.Select(axis => chunk[axis])];

    /// <summary>The elements in the order of the chunk's axes, row-major.</summary>
    public byte[] Undo(byte[] stored, IReadOnlyList<long> chunk, int size)
    {
        int rank = order.Length;
        var strides = new long[rank];
        long stride = size;
        for (int i = rank - 1; i >= 0; i--)
        {
            strides[order[i]] = stride;
            stride *= chunk[order[i]];
        }

        var result = GC.AllocateUninitializedArray<byte>(stored.Length);
        var place = new long[rank];
        int run = checked((int)chunk[rank - 1]);
        int step = checked((int)strides[rank - 1]);
        for (int to = 0; to < result.Length;)
        {
            long from = 0;
            for (int a = 0; a < rank - 1; a++)
            {
                from += place[a] * strides[a];
            }

            for (int i = 0, at = (int)from; i < run; i++, at += step, to += size)
            {
                stored.AsSpan(at, size).CopyTo(result.AsSpan(to));
            }

            Advance(place, chunk);
        }

        return result;
    }

    // The last axis is run through at once.
    private static void Advance(long[] place, IReadOnlyList<long> chunk)
    {
        for (int a = place.Length - 2; a >= 0; a--)
        {
            if (++place[a] < chunk[a])
            {
                return;
            }

            place[a] = 0;
        }
    }
}
