using NDSeg.IO.Files;

namespace NDSeg.IO.Tests;

/// <summary>A file in memory that remembers which ranges were read.</summary>
internal sealed class RecordingSource(string path, byte[] bytes) : ByteSource(path, bytes.LongLength)
{
    public List<(long Offset, int Length)> Reads { get; } = [];

    public override void Dispose()
    {
    }

    protected override void ReadCore(long offset, Span<byte> buffer)
    {
        Reads.Add((offset, buffer.Length));
        bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
    }
}
