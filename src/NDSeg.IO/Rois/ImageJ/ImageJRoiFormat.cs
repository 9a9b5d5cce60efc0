using System.IO.Compression;
using NDSeg.IO.Rois.Shapes;

namespace NDSeg.IO.Rois.ImageJ;

/// <summary>ImageJ's regions of interest: one in a .roi file, many in a .zip file as the ROI Manager saves it.</summary>
internal sealed class ImageJRoiFormat : IRoiFormat
{
    private const int MostRegions = 1_000_000;
    private const int MostBytes = 256 << 20;

    /// <inheritdoc/>
    public string Name => "ImageJ ROI";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".roi", ".zip"];

    /// <inheritdoc/>
    public RoiSet Read(string path, string? part, CancellationToken cancellation)
    {
        byte[] bytes = RoiErrors.ReadFile(path);
        IReadOnlyList<RoiMark> marks = bytes.AsSpan().StartsWith("PK"u8)
            ? ReadArchive(bytes, path, cancellation)
            : ImageJRoi.Decode(bytes, Path.GetFileName(path), path) is RoiMark mark ? [mark] : [];
        return new RoiSet(ImageJRoiNames.Classify(marks));
    }

    private static List<RoiMark> ReadArchive(byte[] bytes, string path, CancellationToken cancellation)
    {
        var marks = new List<RoiMark>();
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostRegions)
            {
                throw RoiErrors.Invalid(path, $"at most {MostRegions} regions", $"{archive.Entries.Count}");
            }

            long left = MostBytes;
            foreach (ZipArchiveEntry entry in archive.Entries.Where(e => e.Name.EndsWith(".roi", StringComparison.OrdinalIgnoreCase)))
            {
                cancellation.ThrowIfCancellationRequested();
                byte[] data = Unpack(entry, ref left, path);
                if (ImageJRoi.Decode(data, entry.Name, path) is RoiMark mark)
                {
                    marks.Add(mark);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw RoiErrors.Invalid(path, "a zip archive of regions", "a damaged one", e);
        }

        return marks.Count > 0 ? marks : throw RoiErrors.Invalid(path, "an archive with .roi files", "none");
    }

    // What an archive says of its sizes is not believed: reading stops where the allowance ends.
    private static byte[] Unpack(ZipArchiveEntry entry, ref long left, string path)
    {
        using Stream stream = entry.Open();
        var whole = new MemoryStream();
        var buffer = new byte[8192];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            left -= read;
            if (left < 0)
            {
                throw RoiErrors.Invalid(path, $"at most {MostBytes} bytes of regions", "more");
            }

            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }
}
