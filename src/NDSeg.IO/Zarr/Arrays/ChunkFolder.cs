using Microsoft.Win32.SafeHandles;
using NDSeg.IO.Files;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>
/// The stored chunks below the folder of an array. Links are refused, so that nothing outside of the folder is read, and so are pipes, which would
/// wait for a writer.
/// </summary>
/// <param name="folder">The array's folder.</param>
internal sealed class ChunkFolder(string folder)
{
    private const int MostRemembered = 1 << 14;

    // Folders that were seen to be none behind a link.
    private readonly HashSet<string> plain = [];

    public string Path => folder;

    /// <summary>All bytes of a chunk; null where it was never written.</summary>
    public byte[]? Read(string key)
    {
        if (Open(key) is not { } handle)
        {
            return null;
        }

        using (handle)
        {
            long length = RandomAccess.GetLength(handle);
            return length <= Array.MaxLength ? Read(handle, 0, (int)length) : throw FileErrors.Unsupported(folder, $"a chunk of {length} bytes");
        }
    }

    /// <summary>Opens the file of a chunk; null where it was never written.</summary>
    /// <exception cref="SegException">FileNotReadable; TruncatedImage; UnsupportedImage for links.</exception>
    public SafeFileHandle? Open(string key)
    {
        try
        {
            return OpenPlain(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read the chunk '{key}' of '{folder}': {e.Message}", "Check its permissions, the disk or the connection.", cause: e);
        }
    }

    /// <summary>A range of a chunk's file.</summary>
    public static byte[] Read(SafeFileHandle handle, long offset, int count)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(count);
        for (int done = 0; done < count;)
        {
            int read = RandomAccess.Read(handle, bytes.AsSpan(done), offset + done);
            done += read > 0 ? read : throw new EndOfStreamException();
        }

        return bytes;
    }

    /// <summary>Bytes of all files below the folder, counted until there are enough.</summary>
    public long StoredBytes(Int128 enough)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        long sum = 0;
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", options))
        {
            sum += file.Length;
            if (sum >= enough)
            {
                break;
            }
        }

        return sum;
    }

    private SafeFileHandle? OpenPlain(string key)
    {
        RequirePlain(key);
        string path = System.IO.Path.Combine(folder, key);
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
        {
            throw Link(key);
        }

        if (!file.Exists)
        {
            return null;
        }

        return file.Length > 0
            ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : throw FileErrors.Truncated(folder, $"Expected data in the chunk '{key}', found nothing.");
    }

    private void RequirePlain(string key)
    {
        int end = key.LastIndexOf('/');
        if (end < 0 || plain.Contains(key[..end]))
        {
            return;
        }

        for (int at = key.IndexOf('/', StringComparison.Ordinal); at >= 0; at = key.IndexOf('/', at + 1))
        {
            if (new DirectoryInfo(System.IO.Path.Combine(folder, key[..at])).LinkTarget is not null)
            {
                throw Link(key[..at]);
            }
        }

        if (plain.Count >= MostRemembered)
        {
            plain.Clear();
        }

        plain.Add(key[..end]);
    }

    private SegException Link(string key) => FileErrors.Unsupported(folder, $"the symbolic link '{key}'", "Copy what it points to into the folder.");
}
