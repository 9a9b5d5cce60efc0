using NDSeg.Hdf5;
using NDSeg.IO.Files;
using NDSeg.Storage;

namespace NDSeg.IO.Hdf5;

/// <summary>An open file as the HDF5 reader wants it, with the files it refers to.</summary>
/// <param name="bytes">The file.</param>
/// <param name="identity">Its full path; null for bytes in memory, which have no folder and refer to nothing.</param>
internal sealed class Hdf5Bytes(ByteSource bytes, string? identity) : IHdf5Source, IDisposable
{
    public long Length => bytes.Length;

    public string? Identity => identity;

    public void Read(long offset, Span<byte> buffer) => bytes.ReadAt(offset, buffer);

    /// <summary>Takes bytes that the caller keeps and closes.</summary>
    public static Hdf5Bytes Of(ByteSource bytes) => new(bytes, bytes.Content is null ? null : bytes.Path);

    public IHdf5Source? OpenNeighbour(string name)
        => identity is not null && Locate(identity, name) is string found ? new Hdf5Bytes(FileByteSource.Open(found, isPart: true), found) : null;

    /// <summary>Where a file is that another one names; null where it is not. Pipes and devices are no files.</summary>
    public static string? Locate(string path, string name) => NeighbourPath.Candidates(path, name).FirstOrDefault(p => File.Exists(p) && !RegularFile.IsEmpty(p));

    public void Dispose() => bytes.Dispose();
}
