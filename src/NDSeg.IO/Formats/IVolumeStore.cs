using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>The slices of a label volume while it is written. Not for several threads at once.</summary>
internal interface IVolumeStore : IDisposable
{
    /// <summary>Slices that are there, blank ones included.</summary>
    int Count { get; }

    /// <summary>Whether any slice holds labels.</summary>
    bool HasLabels { get; }

    /// <summary>The blank slices, in order.</summary>
    IReadOnlyList<int> Blank { get; }

    /// <summary>Whether a slice is there.</summary>
    bool Contains(int slice);

    /// <summary>The first slice that is not there.</summary>
    int Next();

    /// <summary>Keeps a slice.</summary>
    /// <exception cref="SegException">VolumeShapeMismatch, LabelValueOutOfRange, TargetNotWritable, and what the format refuses.</exception>
    void Write(int slice, SegLabels labels);

    /// <summary>Marks a slice as one that could not be computed.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    void WriteBlank(int slice);

    /// <summary>Gives a slice up, so that it is written again.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    void Remove(int slice);

    /// <summary>Makes the volume of the slices; what was kept is removed.</summary>
    /// <param name="options">How it is written, with what became known since the opening.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="SegException">VolumeIncomplete, TargetExists, TargetNotWritable.</exception>
    void Complete(LabelVolumeOptions options, CancellationToken cancellation);

    /// <summary>Removes what was kept.</summary>
    void Delete();
}
