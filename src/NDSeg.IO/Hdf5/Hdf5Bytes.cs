using NDSeg.Hdf5;
using NDSeg.IO.Files;

namespace NDSeg.IO.Hdf5;

/// <summary>An open file as the HDF5 reader wants it.</summary>
internal sealed class Hdf5Bytes(ByteSource bytes) : IHdf5Source
{
    public long Length => bytes.Length;

    public void Read(long offset, Span<byte> buffer) => bytes.ReadAt(offset, buffer);
}
