namespace NDSeg.IO.Formats;

/// <summary>Writes planes: maps, or the channels of an image.</summary>
internal interface IPlaneFormat
{
    /// <summary>Writes C planes of H x W samples of <see cref="PlaneWriteOptions.Type"/>, checked by the caller.</summary>
    void Write(OutputTarget target, int height, int width, IReadOnlyList<Array> planes, PlaneWriteOptions options, CancellationToken cancellation);
}
