using System.Security.Cryptography;

namespace NDSeg.Storage;

/// <summary>A file's name and content hash, kept for provenance.</summary>
/// <param name="Role">What the file was: <c>image</c>, <c>labels</c>, <c>extra</c>, <c>model</c>.</param>
/// <param name="Name">File name without folder, with dataset and slice where they apply.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of the file's bytes.</param>
public sealed record FileFingerprint(string Role, string Name, string Sha256)
{
    /// <summary>What the file was: <c>image</c>, <c>labels</c>, <c>extra</c>, <c>model</c>.</summary>
    public string Role { get; } = Role;

    /// <summary>File name without folder, with dataset and slice where they apply.</summary>
    public string Name { get; } = Name;

    /// <summary>Lower-case hexadecimal SHA-256 of the file's bytes.</summary>
    public string Sha256 { get; } = Sha256;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private const int BufferSize = 1 << 17;

    /// <summary>Hashes a file, streaming it. A pipe counts as empty.</summary>
    /// <param name="path">The file.</param>
    /// <param name="role">What the file was.</param>
    /// <param name="name">Name to record, such as an image source's own text; null for the file name without folder.</param>
    /// <param name="cancellation">Ends a long read early.</param>
    /// <exception cref="SegException">FileNotFound; FileNotReadable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FileFingerprint Of(string path, string role, string? name = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(role);
        return new FileFingerprint(role, name ?? Path.GetFileName(path), Hash(path, cancellation));
    }

    /// <summary>Hashes a file, or a folder that is one input.</summary>
    /// <param name="path">The file or the folder.</param>
    /// <param name="role">What it was.</param>
    /// <param name="name">Name to record; null for the name without the folder it is in.</param>
    /// <param name="cancellation">Ends a long read early.</param>
    /// <exception cref="SegException">FileNotFound; FileNotReadable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FileFingerprint OfInput(string path, string role, string? name = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path)
            ? new FileFingerprint(role, name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), new FolderContent(path).Sha256(cancellation))
            : Of(path, role, name, cancellation);
    }

    private static string Hash(string path, CancellationToken cancellation)
    {
        try
        {
            // Where there is nothing to read the path is not opened: a pipe would wait for a writer.
            using Stream stream = RegularFile.IsEmpty(path) ? Stream.Null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[BufferSize];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected a file at '{path}', found none.", "Check the path.", cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{path}': {e.Message}", cause: e);
        }
    }
}
