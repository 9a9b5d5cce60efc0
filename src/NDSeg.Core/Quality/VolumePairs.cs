using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Goes through two label volumes of one shape together.</summary>
internal static class VolumePairs
{
    /// <exception cref="SegException">LabelShapeMismatch; what reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Each(SegLabelVolume a, string nameOfA, SegLabelVolume b, string nameOfB, RunOptions options, Action<SegLabels, SegLabels> work)
    {
        if (a.Depth != b.Depth || a.Height != b.Height || a.Width != b.Width)
        {
            throw new SegException("LabelShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected label volumes of one size, found {a.Shape} ({nameOfA}, {a.Source}) and {b.Shape} ({nameOfB}, {b.Source}).", "Use label volumes of the same image.");
        }

        for (int z = 0; z < a.Depth; z++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            work(a.ReadSlice(z), b.ReadSlice(z));
            options.Progress?.Report((z + 1.0) / a.Depth);
        }
    }
}
