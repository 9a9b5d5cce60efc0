namespace NDSeg.Hdf5;

/// <summary>Copies of earlier output, which may reach into what they produce.</summary>
internal static class Overlap
{
    /// <summary>Repeats the bytes that stand a distance before a place.</summary>
    public static void Copy(Span<byte> target, int to, int distance, int length)
    {
        if (distance >= length)
        {
            target.Slice(to - distance, length).CopyTo(target[to..]);
            return;
        }

        for (int i = 0; i < length; i++, to++)
        {
            target[to] = target[to - distance];
        }
    }
}
