namespace NDSeg.Hdf5;

/// <summary>The bytes of an HDF5 file, wherever they are. Used by one thread at a time.</summary>
public interface IHdf5Source
{
    /// <summary>Number of bytes. Nothing past it is asked for.</summary>
    long Length { get; }

    /// <summary>By what the file is known again when it is reached on another way, such as its full path; null where it cannot be.</summary>
    string? Identity => null;

    /// <summary>Fills a buffer. Failures of the medium may be thrown as any exception; the reader passes them on.</summary>
    /// <param name="offset">Offset in bytes from the beginning, at least 0.</param>
    /// <param name="buffer">Receives the bytes; ends within the file.</param>
    void Read(long offset, Span<byte> buffer);

    /// <summary>
    /// Opens a file that this one refers to. The reader disposes what it gets where that is disposable, and may ask for the same
    /// file again. Who gives null to everything reads single files only.
    /// </summary>
    /// <param name="name">The name as it stands in the file: usually relative to the folder of this file.</param>
    /// <returns>The file; null when there is none of that name.</returns>
    IHdf5Source? OpenNeighbour(string name) => null;
}
