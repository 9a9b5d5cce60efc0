using Microsoft.Win32.SafeHandles;

namespace NDSeg.Hdf5;

/// <summary>The bytes of a file on disk.</summary>
internal sealed class Hdf5FileSource(string path) : IHdf5Source, IDisposable
{
    private readonly SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public long Length => RandomAccess.GetLength(handle);

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

    public void Dispose() => handle.Dispose();
}
