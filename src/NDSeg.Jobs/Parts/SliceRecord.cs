using NDSeg.Storage;

namespace NDSeg.Jobs.Parts;

/// <summary>A slice that a part wrote.</summary>
/// <param name="Slice">Place in the volume.</param>
/// <param name="Bytes">Size of its file.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of its file.</param>
internal sealed record SliceRecord(int Slice, long Bytes, string Sha256)
{
    /// <summary>Describes the file of a slice.</summary>
    /// <exception cref="SegException">FileNotFound; FileNotReadable.</exception>
    public static SliceRecord Of(int slice, string file, CancellationToken cancellation)
        => new(slice, new FileInfo(file).Length, FileFingerprint.Of(file, "labels", cancellation: cancellation).Sha256);

    /// <summary>Whether a file is the one that was written.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">Whether its bytes are read; else only its size is compared.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    public bool Matches(string file, bool content, CancellationToken cancellation)
    {
        var info = new FileInfo(file);
        return info.Exists && info.Length == Bytes && (!content || FileFingerprint.Of(file, "labels", cancellation: cancellation).Sha256 == Sha256);
    }
}
