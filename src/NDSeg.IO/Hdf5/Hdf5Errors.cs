using NDSeg.Hdf5;
using NDSeg.IO.Files;

namespace NDSeg.IO.Hdf5;

/// <summary>Puts the file's name to what the HDF5 reader finds wrong.</summary>
internal static class Hdf5Errors
{
    /// <summary>A file that another one refers to is not there.</summary>
    public static SegException Missing(string path, string detail, string? remedy, Exception? cause = null)
        => new("FileNotFound", SegErrorKind.NotFound, $"Expected every file that '{path}' refers to. {detail}", remedy ?? "Put it beside the file that refers to it, under the name it has there.", cause: cause);

    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Hdf5Exception e)
        {
            throw e.Kind switch
            {
                Hdf5ErrorKind.Truncated => FileErrors.Truncated(path, e.Detail, e),
                Hdf5ErrorKind.Missing => Missing(path, e.Detail, e.Remedy, e),
                Hdf5ErrorKind.Unsupported => FileErrors.Unsupported(path, e.Detail, e.Remedy ?? "Rewrite the file with h5repack."),
                _ => FileErrors.Corrupt(path, e.Detail, e),
            };
        }
    }
}
