namespace NDSeg.Hdf5;

/// <summary>The shape of a dataset (IV.A.2.b).</summary>
/// <param name="Lengths">Lengths of the axes, slowest first; empty for a scalar.</param>
/// <param name="Limits">Greatest lengths the axes may grow to; <see cref="long.MaxValue"/> for unlimited ones.</param>
/// <param name="IsNull">Whether there are no elements at all.</param>
internal sealed record Dataspace(long[] Lengths, long[] Limits, bool IsNull)
{
    public static Dataspace Parse(AddressSpace file, ReadOnlySpan<byte> body)
    {
        int version = body[0];
        int rank = body[1];
        bool hasLimits = (body[2] & 1) != 0;
        bool isNull = version >= 2 && body[3] == 2;
        if (version is not (1 or 2) || rank > 32)
        {
            throw Hdf5Exception.Corrupt($"It holds a dataspace of version {version} and rank {rank}.");
        }

        int at = version == 1 ? 8 : 4;
        var lengths = new long[rank];
        var limits = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            lengths[i] = file.LengthOf(body[(at + (i * file.LengthSize))..]);
            limits[i] = lengths[i];
        }

        at += rank * file.LengthSize;
        for (int i = 0; i < rank && hasLimits; i++)
        {
            ulong limit = AddressSpace.Unsigned(body.Slice(at + (i * file.LengthSize), file.LengthSize));
            limits[i] = limit > long.MaxValue ? long.MaxValue : Math.Max((long)limit, lengths[i]);
        }

        return new Dataspace(lengths, limits, isNull);
    }
}
