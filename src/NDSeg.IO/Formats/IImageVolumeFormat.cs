using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>Writes image volumes.</summary>
internal interface IImageVolumeFormat
{
    /// <summary>Writes a volume of one channel, its samples as they are, with memory for one slice.</summary>
    void Write(OutputTarget target, SegVolume volume, PlaneWriteOptions options, RunOptions run);
}
