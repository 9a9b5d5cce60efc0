namespace NDSeg.IO.Formats;

/// <summary>Writes volumes of planes: maps, or the channels of an image volume.</summary>
internal interface IPlaneVolumeFormat
{
    /// <summary>Writes Z x C x H x W samples of <see cref="PlaneWriteOptions.Type"/>, taking one slice after the other.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="shape">Shape of the volume.</param>
    /// <param name="slices">As many slices as the shape says, checked by the caller; taken once, in order.</param>
    /// <param name="options">How to write.</param>
    /// <param name="cancellation">Ends the writing early; no file is left.</param>
    void Write(OutputTarget target, PlaneVolumeShape shape, IEnumerable<IReadOnlyList<Array>> slices, PlaneWriteOptions options, CancellationToken cancellation);
}
