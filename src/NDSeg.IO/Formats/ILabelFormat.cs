namespace NDSeg.IO.Formats;

/// <summary>Writes single label maps.</summary>
internal interface ILabelFormat
{
    /// <summary>Refuses labels that the format cannot hold, before anything is written.</summary>
    /// <exception cref="SegException">LabelValueOutOfRange.</exception>
    void Require(LabelSampleType type);

    /// <summary>Writes one label map; equal labels give equal bytes.</summary>
    void Write(OutputTarget target, LabelRaster labels, LabelWriteOptions options, CancellationToken cancellation);
}
