using System.IO.Compression;

namespace NDSeg.Models;

/// <summary>
/// The model of a learner's library as it stands in a model file: packed, since it is asked for only when the model is saved again, and the
/// text of a large one takes many times the memory of its trees.
/// </summary>
/// <param name="file">A model file that was read and found sound.</param>
/// <param name="entry">The entry.</param>
internal sealed class PackedPayload(byte[] file, string entry)
{
    /// <summary>The bytes of the entry.</summary>
    public byte[] Unpack()
    {
        using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        ZipArchiveEntry found = zip.GetEntry(entry)!;
        var content = new byte[found.Length];
        using Stream stream = found.Open();
        stream.ReadExactly(content);
        return content;
    }
}
