using System.Security.Cryptography;
using System.Text;

namespace NDSeg.Storage;

/// <summary>
/// The files of a folder by one hash: that of a list of their names and hashes, in the order of the names. It is taken when it is asked for, over what is
/// there then. Links are left out, since readers do not follow them.
/// </summary>
public sealed class FolderContent : IContent
{
    private readonly string folder;
    private readonly IReadOnlyList<string>? parts;
    private readonly Lock gate = new();
    private string? hash;

    /// <summary>Names what is hashed.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="parts">Files and folders in it that count, by their paths in it; null for all.</param>
    public FolderContent(string folder, IReadOnlyList<string>? parts = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        this.folder = folder;
        this.parts = parts;
    }

    /// <summary>Files and folders in the folder that count, by their paths in it; null for all.</summary>
    public IReadOnlyList<string>? Parts => parts;

    /// <inheritdoc/>
    public void Read()
    {
    }

    /// <inheritdoc/>
    public string Sha256(CancellationToken cancellation = default)
    {
        lock (gate)
        {
            return hash ??= Compute(cancellation);
        }
    }

    /// <summary>The folder.</summary>
    public override string ToString() => folder;

    private string Compute(CancellationToken cancellation)
    {
        try
        {
            using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (string name in Names())
            {
                string file = FileFingerprint.Of(Path.Combine(folder, name), "part", cancellation: cancellation).Sha256;
                sum.AppendData(Encoding.UTF8.GetBytes($"{file} {name}\n"));
            }

            return Convert.ToHexStringLower(sum.GetHashAndReset());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{folder}': {e.Message}", cause: e);
        }
    }

    /// <summary>The files that count, by their paths in the folder with slashes, in the order of these.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The system refuses.</exception>
    public IReadOnlyList<string> Names() => [.. Found().Distinct().Order(StringComparer.Ordinal)];

    private IEnumerable<string> Found()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        foreach (string part in parts?.Select(p => Path.Combine(folder, p)) ?? [folder])
        {
            foreach (string file in Directory.Exists(part) ? Directory.EnumerateFiles(part, "*", options) : [part])
            {
                yield return Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            }
        }
    }
}
