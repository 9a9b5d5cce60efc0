using NDSeg.Hdf5;
using NDSeg.IO.Files;

namespace NDSeg.IO.Hdf5;

/// <summary>Puts the file's name to what the HDF5 reader finds wrong.</summary>
internal static class Hdf5Errors
{
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
                Hdf5ErrorKind.Unsupported => FileErrors.Unsupported(path, e.Detail, e.Remedy ?? "Rewrite the file with h5repack."),
                _ => FileErrors.Corrupt(path, e.Detail, e),
            };
        }
    }
}
