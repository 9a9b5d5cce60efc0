using NDSeg.Hdf5;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Hdf5;

/// <summary>A prepared dataset as an array of chunks; what was never written comes filled.</summary>
internal sealed class Hdf5Chunks(Hdf5Dataset dataset) : IChunkedArray
{
    public IReadOnlyList<long> Lengths => dataset.Lengths;

    public IReadOnlyList<long> ChunkLengths => dataset.ChunkLengths;

    public int ElementBytes => dataset.Type.Size;

    public bool IsSwapped => dataset.Type.IsBigEndian == BitConverter.IsLittleEndian;

    public ReadOnlySpan<byte> Fill => [];

    public byte[] ReadChunk(long[] place) => dataset.ReadChunk(place);
}
