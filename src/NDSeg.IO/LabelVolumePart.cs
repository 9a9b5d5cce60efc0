using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO;

/// <summary>
/// One part of a label volume, held by one process: some of its slices. What an ended run finished is kept. Safe to call from several
/// threads. <see cref="LabelVolumeParts"/> opens it.
/// </summary>
public sealed class LabelVolumePart : IDisposable
{
    private readonly IVolumeStore slices;
    private readonly IDisposable? hold;
    private readonly Lock gate = new();

    /// <param name="slices">The slices.</param>
    /// <param name="hold">The lock, where the slices have none of their own.</param>
    internal LabelVolumePart(IVolumeStore slices, IDisposable? hold)
    {
        this.slices = slices;
        this.hold = hold;
    }

    /// <summary>Whether a slice is there and whole.</summary>
    /// <param name="slice">0-based place in the volume.</param>
    public bool Contains(int slice)
    {
        lock (gate)
        {
            return slices.Contains(slice);
        }
    }

    /// <summary>Writes a slice; the order does not matter.</summary>
    /// <param name="slice">0-based place in the volume.</param>
    /// <param name="labels">H x W labels; all slices share one list of classes.</param>
    /// <exception cref="SegException">VolumeShapeMismatch, LabelValueOutOfRange, UnsupportedLabels, TargetNotWritable.</exception>
    public void Write(int slice, SegLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegative(slice);
        lock (gate)
        {
            slices.Write(slice, labels);
        }
    }

    /// <summary>Removes a slice, so that it can be written again.</summary>
    /// <param name="slice">0-based place in the volume.</param>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public void Remove(int slice)
    {
        lock (gate)
        {
            slices.Remove(slice);
        }
    }

    /// <summary>Lets the part go; what is in it stays.</summary>
    public void Dispose()
    {
        slices.Dispose();
        hold?.Dispose();
    }
}
