using NDSeg.Storage;

namespace NDSeg.IO.Files;

/// <summary>Random access to the bytes of a file; the bounds are checked here, once, for every reader.</summary>
internal abstract class ByteSource : IDisposable
{
    protected ByteSource(string path, long length)
    {
        Path = path;
        Length = length;
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>The bytes by their hash, for provenance; null where they are no file's.</summary>
    public virtual FileContent? Content => null;

    /// <summary>Fills the buffer from an offset; a range that leaves the file is a truncated image.</summary>
    public void ReadAt(long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset > Length - buffer.Length)
        {
            throw FileErrors.Truncated(Path, $"Expected {buffer.Length} bytes at offset {offset}, found a file of {Length} bytes.");
        }

        ReadCore(offset, buffer);
    }

    public byte[] ReadAt(long offset, int count)
    {
        // Checked before the allocation, so that a false length cannot ask for more memory than the file has bytes.
        if (offset < 0 || offset > Length - count)
        {
            throw FileErrors.Truncated(Path, $"Expected {count} bytes at offset {offset}, found a file of {Length} bytes.");
        }

        var buffer = GC.AllocateUninitializedArray<byte>(count);
        ReadCore(offset, buffer);
        return buffer;
    }

    /// <summary>Reads what is there, at most the buffer's length.</summary>
    public int ReadUpTo(long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(Length - offset, 0, buffer.Length);
        if (count > 0)
        {
            ReadCore(offset, buffer[..count]);
        }

        return count;
    }

    public abstract void Dispose();

    protected abstract void ReadCore(long offset, Span<byte> buffer);
}
