using Microsoft.Win32.SafeHandles;

namespace NDSeg.Hdf5;

/// <summary>The bytes of a file on disk.</summary>
internal sealed class Hdf5FileSource : IHdf5Source, IDisposable
{
    private readonly SafeFileHandle handle;

    public Hdf5FileSource(string path)
    {
        Identity = Path.GetFullPath(path);
        handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(handle);
    }

    public long Length { get; }

    public string Identity { get; }

    public void Read(long offset, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int count = RandomAccess.Read(handle, buffer, offset);
            if (count <= 0)
            {
                throw new EndOfStreamException();
            }

            offset += count;
            buffer = buffer[count..];
        }
    }

    public IHdf5Source? OpenNeighbour(string name)
        => NeighbourPath.Candidates(Identity, name).FirstOrDefault(File.Exists) is string found ? new Hdf5FileSource(found) : null;

    public void Dispose() => handle.Dispose();
}
