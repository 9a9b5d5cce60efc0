namespace NDSeg.IO;

/// <summary>Looks into HDF5 files.</summary>
public static class HdfFile
{
    /// <summary>Every dataset of the file, in the order of their names.</summary>
    /// <exception cref="SegException">FileNotFound, FileNotReadable, NotAnImage, CorruptImage.</exception>
    public static IReadOnlyList<HdfDatasetInfo> ListDatasets(string path, CancellationToken cancellation = default)
        => throw new NotImplementedException();
}
