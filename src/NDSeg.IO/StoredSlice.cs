using System.Security.Cryptography;

namespace NDSeg.IO;

/// <summary>What is stored of a slice of a label volume.</summary>
/// <param name="Bytes">Bytes of its files.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of its files, one behind the other; null where they were not read.</param>
public sealed record StoredSlice(long Bytes, string? Sha256)
{
    private const int BufferSize = 1 << 17;

    /// <summary>Describes files; null where one is missing.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    internal static StoredSlice? Of(IReadOnlyList<string> files, bool content, CancellationToken cancellation)
    {
        long bytes = 0;
        using var hash = content ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        byte[] buffer = content ? new byte[BufferSize] : [];
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var info = new FileInfo(file);
            if (!info.Exists)
            {
                return null;
            }

            bytes += info.Length;
            if (hash is null)
            {
                continue;
            }

            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        return new StoredSlice(bytes, hash is null ? null : Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
