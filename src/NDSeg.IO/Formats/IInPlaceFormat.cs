namespace NDSeg.IO.Formats;

/// <summary>
/// Writes label volumes whose slices stand in files of their own, so that a finished slice never has to be copied and several
/// processes may write slices of one volume.
/// </summary>
internal interface IInPlaceFormat
{
    /// <summary>Takes what an ended run left beside a target, or begins.</summary>
    /// <param name="target">Full path.</param>
    /// <param name="options">How to write.</param>
    /// <exception cref="SegException">TargetBusy, TargetNotWritable, PartialNotOurs, ResumeMismatch.</exception>
    IVolumeStore Open(string target, LabelVolumeOptions options);

    /// <summary>Refuses a target that cannot be written, and makes the place for labels in an image that has none.</summary>
    /// <param name="target">Full path.</param>
    /// <param name="options">How to write.</param>
    /// <exception cref="SegException">TargetExists, TargetNotOurs, TargetNotWritable.</exception>
    void RequireWritable(string target, LabelVolumeOptions options);

    /// <summary>The slices that are finished and whole in what an ended run left, in ascending order. Only reads.</summary>
    /// <param name="target">Full path.</param>
    IReadOnlyList<int> FinishedSlices(string target);

    /// <summary>The files of any slice of an unfinished volume, whether they are there or not; null where nothing of this computation was begun.</summary>
    /// <param name="target">Full path.</param>
    /// <param name="fingerprint">Identifies the computation.</param>
    Func<int, IReadOnlyList<string>>? SliceFiles(string target, string fingerprint);
}
