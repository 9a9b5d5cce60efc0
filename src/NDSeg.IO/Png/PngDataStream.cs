using NDSeg.IO.Files;

namespace NDSeg.IO.Png;

/// <summary>The data chunks of a PNG file as one stream.</summary>
internal sealed class PngDataStream(ByteSource source, IReadOnlyList<(long Offset, int Length)> chunks) : Stream
{
    private int chunk;
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (chunk < chunks.Count && position == chunks[chunk].Length)
        {
            chunk++;
            position = 0;
        }

        if (chunk == chunks.Count)
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, chunks[chunk].Length - position);
        source.ReadAt(chunks[chunk].Offset + position, buffer[..count]);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
