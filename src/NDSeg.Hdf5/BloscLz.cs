namespace NDSeg.Hdf5;

/// <summary>
/// BloscLZ: a control byte below 32 announces literals; others announce a copy of 3 bytes or more, with 13 bits of distance or,
/// where these are all set, 16 bits more.
/// </summary>
internal static class BloscLz
{
    private const int NearDistance = 8191;

    /// <summary>Fills the target exactly.</summary>
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int at = 0;
        int to = 0;

        // The first control byte can only announce literals; its upper bits mean something else.
        int control = source[at++] & 31;
        while (true)
        {
            if (control < 32)
            {
                source.Slice(at, control + 1).CopyTo(target[to..]);
                at += control + 1;
                to += control + 1;
            }
            else
            {
                (int length, int distance) = Copy(source, ref at, control);
                if (distance > to || length > target.Length - to)
                {
                    throw Hdf5Exception.Corrupt("A BloscLZ block refers to bytes it does not have.");
                }

                Overlap.Copy(target, to, distance, length);
                to += length;
            }

            if (at >= source.Length)
            {
                break;
            }

            control = source[at++];
        }

        if (to != target.Length)
        {
            throw Hdf5Exception.Corrupt($"A BloscLZ block has {to} bytes instead of {target.Length}.");
        }
    }

    private static (int Length, int Distance) Copy(ReadOnlySpan<byte> source, ref int at, int control)
    {
        int length = (control >> 5) - 1;
        if (length == 6)
        {
            int more;
            do
            {
                more = source[at++];
                length = checked(length + more);
            }
            while (more == 255);
        }

        int low = source[at++];
        int distance = ((control & 31) << 8) + low;
        if (distance == NearDistance)
        {
            distance += (source[at] << 8) + source[at + 1];
            at += 2;
        }

        return (checked(length + 3), distance + 1);
    }
}
