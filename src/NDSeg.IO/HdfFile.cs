using NDSeg.IO.Files;
using NDSeg.IO.Hdf;

namespace NDSeg.IO;

/// <summary>Looks into HDF5 files.</summary>
public static class HdfFile
{
    /// <summary>Every dataset of the file, in the order of their names.</summary>
    /// <exception cref="SegException">FileNotFound, FileNotReadable, NotAnImage, TruncatedImage, CorruptImage, UnsupportedImage.</exception>
    public static IReadOnlyList<HdfDatasetInfo> ListDatasets(string path, CancellationToken cancellation = default)
    {
        using ByteSource source = FileByteSource.Open(path);
        if (FormatSniffer.Detect(source) != FileFormat.Hdf)
        {
            throw FileErrors.NotAnImage(source.Path, "a file of another format than HDF5");
        }

        return FileErrors.Guard<IReadOnlyList<HdfDatasetInfo>>(
            source.Path,
            () => [.. HdfCatalog.All(HdfSource.Open(source), cancellation).Select(d => d.Info)]);
    }
}
