using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.Paint.Slices;

/// <summary>The slices of an open image file, with memory for the few that were looked at last.</summary>
public sealed class FileSlices : SliceSource
{
    private readonly ImageVolume volume;

    /// <summary>Takes over an open file; disposing closes it.</summary>
    public FileSlices(ImageVolume volume)
        : base(Check(volume), volume.Info.Height, volume.Info.Width, System.IO.Path.GetFileName(volume.Info.Path), volume.Info.Path)
    {
        this.volume = volume;
    }

    internal override IReadOnlyList<string> Files => [volume.Info.Path];

    private protected override SegImage Load(int slice) => volume.ReadSlice(volume.Selected[slice]);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            volume.Dispose();
        }
    }

    private static int Check(ImageVolume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return volume.Selected.Count;
    }
}
