namespace NDSeg.IO.Formats;

/// <summary>Writes float planes.</summary>
internal interface IPlaneFormat
{
    /// <summary>Writes C planes of H x W float32 samples, checked by the caller.</summary>
    void Write(OutputTarget target, int height, int width, IReadOnlyList<float[]> planes, PlaneWriteOptions options, CancellationToken cancellation);
}
