namespace NDSeg.Hdf5;

/// <summary>LZF: a control byte below 32 announces literals, others a copy of 2 + n earlier bytes.</summary>
internal static class LzfFilter
{
    /// <summary>Exactly <paramref name="size"/> bytes.</summary>
    public static byte[] Undo(byte[] data, int size)
    {
        var result = new byte[size];
        int to = 0;
        for (int at = 0; at < data.Length;)
        {
            int control = data[at++];
            if (control < 32)
            {
                data.AsSpan(at, control + 1).CopyTo(result.AsSpan(to));
                at += control + 1;
                to += control + 1;
                continue;
            }

            int length = control >> 5;
            length += (length == 7 ? data[at++] : 0) + 2;
            int from = to - ((control & 31) << 8) - data[at++] - 1;
            for (int i = 0; i < length; i++)
            {
                // Byte by byte: the copy may overlap what it produces.
                result[to++] = result[from++];
            }
        }

        return to == size ? result : throw Hdf5Exception.Corrupt($"An LZF chunk has {to} bytes instead of {size}.");
    }
}
