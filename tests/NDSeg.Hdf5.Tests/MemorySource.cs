namespace NDSeg.Hdf5.Tests;

/// <summary>A file in memory.</summary>
internal sealed class MemorySource(byte[] bytes) : IHdf5Source
{
    public long Length => bytes.Length;

    public void Read(long offset, Span<byte> buffer) => bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
}
