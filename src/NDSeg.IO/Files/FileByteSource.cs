using Microsoft.Win32.SafeHandles;
using NDSeg.Storage;

namespace NDSeg.IO.Files;

/// <summary>The bytes of a file on disk.</summary>
internal sealed class FileByteSource : ByteSource
{
    private readonly SafeFileHandle handle;

    private FileByteSource(string path, SafeFileHandle handle, bool isPart)
        : base(path, RandomAccess.GetLength(handle))
    {
        this.handle = handle;
        Content = isPart ? null : new FileContent(path, handle);
    }

    public override FileContent? Content { get; }

    /// <param name="path">The file.</param>
    /// <param name="isPart">Whether another file refers to it: then its handle is closed at once when it is disposed, since there may be thousands.</param>
    public static FileByteSource Open(string path, bool isPart = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = System.IO.Path.GetFullPath(path);
        SafeFileHandle? handle = null;
        try
        {
            if (Directory.Exists(full))
            {
                throw FileErrors.IsFolder(full);
            }

            handle = File.OpenHandle(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new FileByteSource(full, handle, isPart);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected an image file at '{full}', found none.", "Check the path.", cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{full}': {e.Message}", "Check its permissions.", cause: e);
        }
    }

    /// <summary>The handle goes when its hash needs it no more.</summary>
    public override void Dispose()
    {
        if (Content is null)
        {
            handle.Dispose();
        }
        else
        {
            Content.Close();
        }
    }

    protected override void ReadCore(long offset, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int count;
            try
            {
                count = RandomAccess.Read(handle, buffer, offset);
            }
            catch (IOException e)
            {
                throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{Path}': {e.Message}", "Check the disk or the connection.", cause: e);
            }

            if (count <= 0)
            {
                throw FileErrors.Truncated(Path, $"Expected data at offset {offset}, but the file became shorter while it was read.");
            }

            offset += count;
            buffer = buffer[count..];
        }
    }
}
