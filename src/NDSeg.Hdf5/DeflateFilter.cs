using System.IO.Compression;

namespace NDSeg.Hdf5;

/// <summary>Deflate in a zlib stream.</summary>
internal static class DeflateFilter
{
    /// <summary>The first <paramref name="size"/> bytes of the stream.</summary>
    public static byte[] Undo(byte[] data, int size)
    {
        var result = GC.AllocateUninitializedArray<byte>(size);
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(data, writable: false), CompressionMode.Decompress);
            inflater.ReadExactly(result);
            return result;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Hdf5Exception.Corrupt("A compressed chunk makes no sense.", e);
        }
    }
}
