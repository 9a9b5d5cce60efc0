namespace NDSeg.IO.Formats;

/// <summary>
/// Writes label volumes. Slices are collected one by one, in any order and over several runs, beside the target; the format
/// gets them when all are there.
/// </summary>
internal interface ILabelVolumeFormat
{
    /// <summary>Refuses labels that the format cannot hold, at the first slice.</summary>
    /// <param name="type">Samples of the volume.</param>
    /// <param name="target">Full path, for the message.</param>
    /// <exception cref="SegException">UnsupportedLabels.</exception>
    void Require(LabelSampleType type, string target);

    /// <summary>Writes the volume, reading one slice at a time; equal slices give equal bytes.</summary>
    void Write(OutputTarget target, FinishedSlices slices, LabelVolumeOptions options, CancellationToken cancellation);
}
