using System.IO.Hashing;
using System.Security.Cryptography;

namespace NDSeg.Models;

/// <summary>The trees of a model file as they are unpacked, with the hashes of what went through.</summary>
/// <param name="source">The unpacked entry.</param>
/// <param name="length">Bytes it should have; more are an error.</param>
internal sealed class PayloadStream(Stream source, long length) : Stream
{
    private readonly IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Crc32 crc32 = new();
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>Reads to the end, and gives the hashes of everything.</summary>
    /// <exception cref="InvalidDataException">There are fewer or more bytes than there should be.</exception>
    public (string Sha256, uint Crc32) Finish()
    {
        byte[] rest = new byte[4096];
        while (Read(rest) > 0)
        {
            // What the reader of the trees left counts too.
        }

        return position == length
            ? (Convert.ToHexStringLower(sha256.GetCurrentHash()), crc32.GetCurrentHashAsUInt32())
            : throw new InvalidDataException($"Expected {length} bytes, found {position}.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = source.Read(buffer);
        position += count;
        if (position > length)
        {
            throw new InvalidDataException($"Expected {length} bytes, found more.");
        }

        sha256.AppendData(buffer[..count]);
        crc32.Append(buffer[..count]);
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            sha256.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
