using ZstdSharp;

namespace NDSeg.Hdf5;

/// <summary>Zstandard (registered filter 32015): one frame per chunk.</summary>
internal static class ZstandardFilter
{
    /// <summary>Exactly <paramref name="size"/> bytes.</summary>
    public static byte[] Undo(byte[] data, int size)
    {
        var result = GC.AllocateUninitializedArray<byte>(size);
        Decode(data, result);
        return result;
    }

    /// <summary>Fills the target exactly.</summary>
    public static void Decode(ReadOnlySpan<byte> frame, Span<byte> target)
    {
        try
        {
            using var decompressor = new Decompressor();
            int written = decompressor.Unwrap(frame, target);
            if (written != target.Length)
            {
                throw Hdf5Exception.Corrupt($"A Zstandard chunk has {written} bytes instead of {target.Length}.");
            }
        }
        catch (ZstdException e)
        {
            throw Hdf5Exception.Corrupt($"A Zstandard frame makes no sense: {e.Message}", e);
        }
    }
}
