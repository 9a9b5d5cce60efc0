using NDSeg.Storage;

namespace NDSeg.IO.Formats;

/// <summary>Where something is written to.</summary>
/// <param name="Path">Path as given.</param>
/// <param name="Overwrite">Whether what is there may be replaced.</param>
internal sealed record OutputTarget(string Path, bool Overwrite)
{
    /// <summary>Writes one file, which is complete or absent. A format whose output is a folder does the like for folders.</summary>
    /// <exception cref="SegException">TargetExists, TargetNotWritable.</exception>
    public void WriteFile(Action<Stream> write) => AtomicFile.Write(Path, Overwrite, write);
}
