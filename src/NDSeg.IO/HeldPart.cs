using NDSeg.IO.Labels;

namespace NDSeg.IO;

/// <summary>The folder of one part, held by one process whatever computation its slices are of. <see cref="LabelVolumeParts"/> takes it.</summary>
public sealed class HeldPart : IDisposable
{
    private readonly VolumeFolder folder;
    private readonly string target;

    /// <param name="folder">The folder, held.</param>
    /// <param name="target">The volume, for messages.</param>
    internal HeldPart(VolumeFolder folder, string target)
    {
        this.folder = folder;
        this.target = target;
    }

    /// <summary>Removes the slices that stand in the folder, and what they share.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public void Clear()
    {
        try
        {
            folder.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VolumeFolder.NotWritable(target, e);
        }
    }

    /// <summary>Lets the folder go; what is in it stays.</summary>
    public void Dispose() => folder.Dispose();
}
