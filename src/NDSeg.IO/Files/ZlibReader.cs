using System.IO.Compression;

namespace NDSeg.IO.Files;

/// <summary>
/// Inflates a zlib stream and tells whether it was whole. The runtime compares the checksum when it comes to the end of a
/// stream, but takes an input that ends before as an end too; so the reads that find no more input are watched.
/// </summary>
internal sealed class ZlibReader : IDisposable
{
    private readonly Watch input;
    private readonly ZLibStream inflater;

    /// <param name="compressed">A whole stream; what follows it does not count. Closed with the reader.</param>
    public ZlibReader(Stream compressed)
    {
        input = new Watch(compressed);
        inflater = new ZLibStream(input, CompressionMode.Decompress);
    }

    /// <summary>Fills a buffer.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public void ReadExactly(Span<byte> buffer) => inflater.ReadExactly(buffer);

    /// <summary>Reads on to the end of the stream; false when it has none, or not soon enough.</summary>
    /// <param name="mostSurplus">Bytes that may still follow.</param>
    /// <exception cref="InvalidDataException">The checksum does not match.</exception>
    public bool ReachesEnd(int mostSurplus)
    {
        Span<byte> rest = stackalloc byte[4096];
        long surplus = 0;
        for (int read = inflater.Read(rest); read > 0; read = inflater.Read(rest))
        {
            surplus += read;
            if (surplus > mostSurplus)
            {
                return false;
            }
        }

        return !input.IsExhausted;
    }

    public void Dispose() => inflater.Dispose();

    private sealed class Watch(Stream inner) : Stream
    {
        public bool IsExhausted { get; private set; }

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
            int count = inner.Read(buffer);
            IsExhausted |= count == 0 && !buffer.IsEmpty;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
