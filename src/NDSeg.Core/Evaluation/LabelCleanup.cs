using NDSeg.Imaging;

namespace NDSeg.Evaluation;

/// <summary>Removes specks from label maps.</summary>
public static class LabelCleanup
{
    /// <summary>Applies the operations that are switched on; unlabelled pixels stay unlabelled.</summary>
    /// <exception cref="SegException">InvalidCleanupOptions.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SegLabels Apply(SegLabels labels, LabelCleanupOptions cleanup, RunOptions options) => throw new NotImplementedException();
}
