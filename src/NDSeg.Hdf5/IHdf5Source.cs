namespace NDSeg.Hdf5;

/// <summary>The bytes of an HDF5 file, wherever they are. Used by one thread at a time.</summary>
public interface IHdf5Source
{
    /// <summary>Number of bytes. Nothing past it is asked for.</summary>
    long Length { get; }

    /// <summary>Fills a buffer. Failures of the medium may be thrown as any exception; the reader passes them on.</summary>
    /// <param name="offset">Offset in bytes from the beginning, at least 0.</param>
    /// <param name="buffer">Receives the bytes; ends within the file.</param>
    void Read(long offset, Span<byte> buffer);
}
