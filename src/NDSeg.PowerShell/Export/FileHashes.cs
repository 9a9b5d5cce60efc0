using NDSeg.Storage;

namespace NDSeg.PowerShell.Export;

/// <summary>Hashes of input files; a volume whose slices go to many files is read for its hash once, not once per slice.</summary>
internal sealed class FileHashes
{
    private readonly Dictionary<string, (long Length, DateTime Written, string Sha256)> known = [];

    /// <summary>SHA-256 of a file, null when the file is gone or there never was one.</summary>
    public string? Of(string? path, CancellationToken cancellation)
    {
        if (path is null || new FileInfo(path) is not { Exists: true } file)
        {
            return null;
        }

        lock (known)
        {
            if (known.TryGetValue(path, out var entry) && entry.Length == file.Length && entry.Written == file.LastWriteTimeUtc)
            {
                return entry.Sha256;
            }

            string hash = FileFingerprint.Of(path, "image", cancellation: cancellation).Sha256;
            known[path] = (file.Length, file.LastWriteTimeUtc, hash);
            return hash;
        }
    }
}
