using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NDSeg.Storage;

namespace NDSeg.Jobs.Plans;

/// <summary>
/// What tells whether a file, or a folder that is one input, is still the one that was planned with. The hash of every byte is taken once, when the job is planned;
/// a part, which reads a fraction of the file, compares size, time and a sample: 64 blocks of 64 KiB, spread evenly from
/// the first byte to the last; of a folder as many files, and the names and sizes of all that count. Where only the time differs, the whole hash decides.
/// </summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Written">When the file was last written.</param>
/// <param name="Sample">Lower-case hexadecimal SHA-256 of the sample.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of every byte; null where the job was planned without.</param>
internal sealed record FileStamp(long Bytes, DateTime Written, string Sample, string? Sha256)
{
    private const int BlockBytes = 1 << 16;
    private const int Blocks = 64;

    /// <summary>Of a file that was not looked at yet.</summary>
    public static FileStamp Unknown { get; } = new(0, default, string.Empty, Sha256: null);

    /// <summary>Takes the stamp of a file.</summary>
    /// <param name="path">The file, or the folder.</param>
    /// <param name="whole">Whether every byte is hashed.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    /// <param name="members">What counts of a folder, by paths in it; null for all.</param>
    /// <exception cref="SegException">FileNotFound; FileNotReadable.</exception>
    public static FileStamp Of(string path, bool whole, CancellationToken cancellation, IReadOnlyList<string>? members = null)
    {
        FileStamp stamp = Quick(path, members);
        return whole ? stamp with { Sha256 = Whole(path, members, cancellation) } : stamp;
    }

    /// <summary>Refuses a file that is no longer the one that was planned with.</summary>
    /// <param name="path">The file, or the folder.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    /// <param name="members">What counts of a folder, by paths in it; null for all.</param>
    /// <exception cref="SegException">InputChanged; FileNotFound; FileNotReadable.</exception>
    public void Require(string path, CancellationToken cancellation, IReadOnlyList<string>? members = null)
    {
        FileStamp found = Quick(path, members);
        if (found.Bytes != Bytes)
        {
            throw Changed(path, FormattableString.Invariant($"{Bytes} bytes"), FormattableString.Invariant($"{found.Bytes}"));
        }

        if (found.Sample != Sample)
        {
            throw Changed(path, "the content it was planned with", "another");
        }

        if (found.Written == Written)
        {
            return;
        }

        // A copy has a time of its own.
        if (Sha256 is null || Whole(path, members, cancellation) != Sha256)
        {
            throw Changed(path, FormattableString.Invariant($"the content of {Written:yyyy-MM-dd HH:mm:ss}Z"), FormattableString.Invariant($"one written {found.Written:yyyy-MM-dd HH:mm:ss}Z"));
        }
    }

    /// <summary>Whether a file has size and time as planned; its content is not looked at.</summary>
    /// <param name="path">The file.</param>
    public bool LooksLike(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == Bytes && file.LastWriteTimeUtc == Written;
    }

    private static string Whole(string path, IReadOnlyList<string>? members, CancellationToken cancellation)
        => Directory.Exists(path) ? new FolderContent(path, members).Sha256(cancellation) : FileFingerprint.Of(path, "image", cancellation: cancellation).Sha256;

    private static FileStamp Quick(string path, IReadOnlyList<string>? members)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return QuickFolder(new FolderContent(path, members), path);
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            long length = stream.Length;
            return new FileStamp(length, File.GetLastWriteTimeUtc(stream.SafeFileHandle), SampleOf(stream, length), Sha256: null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected the input '{path}' of the job, found no such file.", "Check that this machine sees it under this path.", cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{path}': {e.Message}", "Check its permissions.", cause: e);
        }
    }

    private static FileStamp QuickFolder(FolderContent content, string path)
    {
        IReadOnlyList<string> names = content.Names();
        FileInfo[] files = [.. names.Select(name => new FileInfo(Path.Combine(path, name)))];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((FileInfo file, string name) in files.Zip(names))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{file.Length} {name}\n")));
        }

        int count = Math.Min(Blocks, files.Length);
        for (int i = 0; i < count; i++)
        {
            using FileStream stream = files[count == 1 ? 0 : (int)((long)(files.Length - 1) * i / (count - 1))].OpenRead();
            byte[] block = new byte[Math.Min(BlockBytes, stream.Length)];
            hash.AppendData(block, 0, stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false));
        }

        return new FileStamp(files.Sum(f => f.Length), files.Select(f => f.LastWriteTimeUtc).DefaultIfEmpty().Max(), Convert.ToHexStringLower(hash.GetHashAndReset()), Sha256: null);
    }

    private static string SampleOf(FileStream stream, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(size, length);
        hash.AppendData(size);
        byte[] block = new byte[BlockBytes];
        long last = Math.Max(0, length - BlockBytes);
        int count = (int)Math.Min(Blocks, (length + BlockBytes - 1) / BlockBytes);
        for (int i = 0; i < count; i++)
        {
            stream.Position = count == 1 ? 0 : (long)((Int128)last * i / (count - 1));
            hash.AppendData(block, 0, stream.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static SegException Changed(string path, string expected, string found)
        => new("InputChanged", SegErrorKind.InvalidState, $"Expected '{path}' to be as it was when the job was planned, with {expected}, found {found}.", "Bring the file back, or plan the job again with New-SegJob -Force.");
}
