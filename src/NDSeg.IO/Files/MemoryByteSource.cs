namespace NDSeg.IO.Files;

/// <summary>The bytes of a file held in memory.</summary>
internal sealed class MemoryByteSource(string path, byte[] bytes) : ByteSource(path, bytes.LongLength)
{
    public override void Dispose()
    {
    }

    protected override void ReadCore(long offset, Span<byte> buffer) => bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
}
