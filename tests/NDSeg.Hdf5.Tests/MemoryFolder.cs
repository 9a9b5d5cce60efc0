namespace NDSeg.Hdf5.Tests;

/// <summary>Files in memory that find each other by their names.</summary>
internal sealed class MemoryFolder(IReadOnlyDictionary<string, byte[]> files)
{
    public IHdf5Source Open(string name) => new Source(this, name, files[name]);

    private sealed class Source(MemoryFolder folder, string name, byte[] bytes) : IHdf5Source
    {
        public long Length => bytes.Length;

        public string? Identity => name;

        public void Read(long offset, Span<byte> buffer) => bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);

        public IHdf5Source? OpenNeighbour(string other) => folder.Has(other) ? folder.Open(other) : null;
    }

    private bool Has(string name) => files.ContainsKey(name);
}
