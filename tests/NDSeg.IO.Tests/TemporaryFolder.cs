namespace NDSeg.IO.Tests;

/// <summary>A folder that a test may fill; removed afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), "ndseg-io-" + Guid.NewGuid().ToString("N"));

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Names of everything in the folder: a writer must leave nothing but its file.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(Root).Select(p => Path.GetFileName(p)!).Order();

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
