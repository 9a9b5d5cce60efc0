using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Compares a label map with the truth, or a volume with its truth, given slice by slice.</summary>
public sealed class AccuracyMeasurement
{
    private readonly SegClassList predictedClasses;
    private readonly SegClassList truthClasses;
    private readonly bool byValue;
    private readonly long[,] joint;
    private ImageSource source = ImageSource.Memory;
    private ImageSource? judged;

    /// <summary>Starts a measurement.</summary>
    /// <param name="predicted">Classes of what is judged.</param>
    /// <param name="truth">Classes of the truth.</param>
    /// <param name="byValue">Whether equal values mean equal classes: both are indexed, or both in colours.</param>
    public AccuracyMeasurement(IReadOnlyList<SegClass> predicted, IReadOnlyList<SegClass> truth, bool byValue)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        predictedClasses = new SegClassList(predicted);
        truthClasses = new SegClassList(truth);
        this.byValue = byValue;
        joint = new long[truth.Count + 1, predicted.Count + 1];
    }

    /// <summary>Adds a map or slice.</summary>
    /// <param name="predicted">What is judged.</param>
    /// <param name="truth">Its truth; may be sparse.</param>
    /// <exception cref="SegException">LabelShapeMismatch; ClassesDiffer.</exception>
    public void Add(SegLabels predicted, SegLabels truth)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        VolumeClasses.Check(predictedClasses, predicted);
        VolumeClasses.Check(truthClasses, truth);
        source = truth.Source;
        judged = judged is null ? predicted.Source : judged with { SliceIndex = null };
        JointCounts.Add(joint, truth, predicted, "truth", "prediction");
    }

    /// <summary>The figures of all that was added.</summary>
    /// <exception cref="SegException">NoLabelledPixels when the truth is empty.</exception>
    public SegAccuracy Complete()
    {
        (SegClass[] classes, int[] place) = ClassMatching.Match(predictedClasses, truthClasses, byValue);
        var confusion = new long[classes.Length, classes.Length + 1];
        long pixels = 0;
        for (int t = 1; t <= truthClasses.Count; t++)
        {
            for (int p = 0; p <= predictedClasses.Count; p++)
            {
                int column = place[p] == 0 ? classes.Length : place[p] - 1;
                confusion[t - 1, column] += joint[t, p];
                pixels += joint[t, p];
            }
        }

        return pixels > 0
            ? SegAccuracy.FromConfusion(classes, confusion).Of(judged!)
            : throw new SegException("NoLabelledPixels", SegErrorKind.InvalidData, $"Expected labelled pixels in the truth ({source}), found none.");
    }
}
