using NDSeg.Images;

namespace NDSeg.Paint.Slices;

/// <summary>The slices of a volume, read when they are looked at; the volume stays open and belongs to whoever opened it.</summary>
public sealed class VolumeSlices : SliceSource
{
    private readonly SegVolume volume;

    /// <summary>Paints on a volume.</summary>
    public VolumeSlices(SegVolume volume)
        : base(Check(volume), volume.Height, volume.Width, volume.Source.ToString(), volume.Path)
    {
        this.volume = volume;
    }

    internal override IReadOnlyList<string> Files => volume.Path is string file ? [file] : [];

    private protected override SegImage Load(int slice) => volume.ReadSlice(slice);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private static int Check(SegVolume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return volume.Depth;
    }
}
