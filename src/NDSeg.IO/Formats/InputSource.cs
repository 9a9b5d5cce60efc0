using NDSeg.IO.Files;
using NDSeg.Storage;

namespace NDSeg.IO.Formats;

/// <summary>What a path leads to: the bytes of a file, or a folder, which some formats take for one input.</summary>
internal sealed class InputSource : IDisposable
{
    private const int HeadLength = 16;

    private readonly ByteSource? bytes;
    private readonly byte[] head = new byte[HeadLength];

    /// <summary>Takes over an open file.</summary>
    public InputSource(ByteSource bytes)
    {
        this.bytes = bytes;
        Path = bytes.Path;
        Known = bytes.ReadUpTo(0, head);
    }

    private InputSource(string folder) => Path = folder;

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Whether the input is a folder.</summary>
    public bool IsFolder => bytes is null;

    /// <summary>The first 16 bytes of a file, filled up with 0.</summary>
    public ReadOnlySpan<byte> Head => head;

    /// <summary>How many bytes of <see cref="Head"/> the file has.</summary>
    public int Known { get; }

    /// <summary>The bytes of a file. A volume that a format opens on them closes them.</summary>
    public ByteSource Bytes => bytes ?? throw new InvalidOperationException("A folder has no bytes of its own.");

    /// <exception cref="SegException">FileNotFound, FileNotReadable.</exception>
    public static InputSource Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (Directory.Exists(full))
        {
            return new InputSource(full);
        }

        return new InputSource(RegularFile.IsEmpty(full) ? new MemoryByteSource(full, []) : FileByteSource.Open(full));
    }

    public void Dispose() => bytes?.Dispose();
}
