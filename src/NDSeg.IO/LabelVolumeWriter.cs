using NDSeg.Imaging;

namespace NDSeg.IO;

/// <summary>
/// Writes the slices of one volume into one multi-page BigTIFF or one Z x H x W HDF5 dataset, with memory for one slice.
/// Finished slices wait, compressed, in the folder <c>&lt;target&gt;.partial</c> until <see cref="Complete"/> joins
/// them; so a killed run can be continued, and the result has the same bytes as that of an uninterrupted run.
/// </summary>
public sealed class LabelVolumeWriter : IDisposable
{
    /// <summary>Opens the volume.</summary>
    /// <param name="path">Target, .tif/.tiff or .h5/.hdf5.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, TargetBusy, UnknownFormat, ResumeMismatch.</exception>
    public LabelVolumeWriter(string path, LabelVolumeOptions? options = null)
    {
        Target = System.IO.Path.GetFullPath(path);
    }

    /// <summary>Full path of the file that <see cref="Complete"/> makes.</summary>
    public string Target { get; }

    /// <summary>Number of slices that are there, blank ones included.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>The first slice that is not there yet: where <see cref="Append(SegLabels)"/> writes.</summary>
    public int NextSlice => throw new NotImplementedException();

    /// <summary>Whether a slice is there, from this run or from the one being continued; blank slices of an earlier run are not.</summary>
    public bool Contains(int slice) => throw new NotImplementedException();

    /// <summary>Writes the first slice that is not there yet.</summary>
    /// <exception cref="SegException">VolumeShapeMismatch, LabelValueOutOfRange, TargetNotWritable.</exception>
    public void Append(SegLabels labels) => throw new NotImplementedException();

    /// <summary>Writes one slice; the order does not matter.</summary>
    /// <inheritdoc cref="Append(SegLabels)"/>
    public void Write(int slice, SegLabels labels) => throw new NotImplementedException();

    /// <summary>Fills a slice that could not be computed with 0, so that the others keep their places. A continued run tries it again.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public void WriteBlank(int slice) => throw new NotImplementedException();

    /// <summary>Joins the slices into the target and removes the working folder.</summary>
    /// <exception cref="SegException">VolumeIncomplete, TargetExists, TargetNotWritable.</exception>
    public void Complete(CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Without <see cref="Complete"/>: removes the working folder, or leaves it for a later run when <see cref="LabelVolumeOptions.Resume"/> was given.</summary>
    public void Dispose()
    {
    }
}
