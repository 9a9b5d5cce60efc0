namespace NDSeg.Hdf5;

/// <summary>A file that another one refers to. Its handle may be closed between reads: a master can refer to more files than a process may hold open.</summary>
/// <param name="files">Says which handles stay open.</param>
/// <param name="parent">The file that refers to it.</param>
/// <param name="name">By this name.</param>
/// <param name="opened">The file, just opened.</param>
internal sealed class NeighbourSource(Neighbours files, IHdf5Source parent, string name, IHdf5Source opened) : IHdf5Source
{
    private IHdf5Source? current = opened;

    public long Length { get; } = opened.Length;

    public string? Identity { get; } = opened.Identity;

    public void Read(long offset, Span<byte> buffer) => Open().Read(offset, buffer);

    public IHdf5Source? OpenNeighbour(string other) => Open().OpenNeighbour(other);

    /// <summary>Closes the handle until the next read.</summary>
    public void Close()
    {
        (current as IDisposable)?.Dispose();
        current = null;
    }

    private IHdf5Source Open()
    {
        files.Used(this);
        current ??= parent.OpenNeighbour(name) ?? throw Hdf5Exception.Truncated($"The file '{name}' went away while it was read.");
        return current.Length == Length ? current : throw Hdf5Exception.Truncated($"The file '{name}' changed while it was read.");
    }
}
