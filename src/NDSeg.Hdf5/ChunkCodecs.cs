namespace NDSeg.Hdf5;

/// <summary>Compressions of HDF5 chunks that other formats use as well, for their readers.</summary>
public static class ChunkCodecs
{
    /// <summary>The bytes of a Blosc 1 chunk (LZ4, LZ4HC, BloscLZ, zlib or Zstandard inside; shuffled by bytes, by bits or not).</summary>
    /// <param name="data">The whole chunk.</param>
    /// <param name="size">Bytes it must hold, which bounds what is allocated.</param>
    /// <exception cref="Hdf5Exception">The chunk is damaged, of another size, or compressed with Snappy.</exception>
    public static byte[] Blosc(byte[] data, int size)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Hdf5Exception.Guard(() => BloscFilter.Undo(data, size));
    }

    /// <summary>The bytes of an LZ4 block.</summary>
    /// <param name="block">The block, without any head.</param>
    /// <param name="size">Bytes it must hold, which bounds what is allocated.</param>
    /// <exception cref="Hdf5Exception">The block is damaged or of another size.</exception>
    public static byte[] Lz4(ReadOnlyMemory<byte> block, int size)
        => Hdf5Exception.Guard(() =>
        {
            var result = new byte[size];
            Lz4Block.Decode(block.Span, result);
            return result;
        });

    /// <summary>Elements whose bytes were stored first bytes first, put together again.</summary>
    /// <param name="data">Shuffled bytes; returned as they are where there is nothing to move.</param>
    /// <param name="size">Bytes of an element.</param>
    public static byte[] Unshuffle(byte[] data, int size)
    {
        ArgumentNullException.ThrowIfNull(data);
        return ShuffleFilter.Undo(data, size);
    }
}
