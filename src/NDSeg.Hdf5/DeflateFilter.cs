using System.IO.Compression;

namespace NDSeg.Hdf5;

/// <summary>Deflate in a zlib stream.</summary>
internal static class DeflateFilter
{
    /// <summary>The whole stream of exactly <paramref name="size"/> bytes, its checksum verified.</summary>
    public static byte[] Undo(byte[] data, int size)
    {
        var result = GC.AllocateUninitializedArray<byte>(size);
        try
        {
            var input = new Input(data);
            using var inflater = new ZLibStream(input, CompressionMode.Decompress);
            inflater.ReadExactly(result);

            // The checksum is compared where the stream ends. The runtime takes an input that ends early for that end too.
            return inflater.ReadByte() < 0 && !input.IsExhausted ? result : throw Hdf5Exception.Corrupt($"A compressed chunk does not end after its {size} bytes.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Hdf5Exception.Corrupt("A compressed chunk makes no sense.", e);
        }
    }

    /// <summary>Remembers whether more was asked for than there is.</summary>
    private sealed class Input(byte[] data) : MemoryStream(data, writable: false)
    {
        public bool IsExhausted { get; private set; }

        // The base class sends spans through here as well.
        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            IsExhausted |= read == 0 && count > 0;
            return read;
        }
    }
}
