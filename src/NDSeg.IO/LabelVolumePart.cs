using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Labels;

namespace NDSeg.IO;

/// <summary>
/// One part of a label volume, for when several processes or machines share one: some of its slices, compressed, in a folder that
/// one process holds at a time. What an ended run finished is kept, and <see cref="LabelVolumeParts.Join"/> makes one
/// volume of all parts. Safe to call from several threads.
/// </summary>
public sealed class LabelVolumePart : IDisposable
{
    private readonly SliceStore slices;
    private readonly Lock gate = new();

    /// <summary>Opens the part and takes over the slices that are there and whole.</summary>
    /// <param name="folder">Its folder, made where it is missing; the folder above it must be there.</param>
    /// <param name="target">The volume that the parts will make, .tif/.tiff or .h5/.hdf5.</param>
    /// <param name="fingerprint">Identifies what the slices are computed from; slices of another computation are removed.</param>
    /// <exception cref="SegException">TargetBusy, TargetNotWritable, PartialNotOurs, UnknownFormat.</exception>
    public LabelVolumePart(string folder, string target, string fingerprint)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ILabelVolumeFormat format = FileFormats.ForTarget(target, f => f.Volumes is not null).Volumes!;
        slices = SliceStore.Open(target, folder, new LabelVolumeOptions { Overwrite = true, Resume = true, Fingerprint = fingerprint }, format);
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

    /// <summary>Lets the folder go; what is in it stays.</summary>
    public void Dispose() => slices.Dispose();
}
