using NDSeg.Imaging;

namespace NDSeg.Evaluation;

/// <summary>Agreement of a label map with the truth.</summary>
public sealed class SegAccuracy
{
    private SegAccuracy() => throw new NotImplementedException();

    /// <summary>Per-class figures in class order.</summary>
    public IReadOnlyList<ClassAccuracy> Classes { get; }

    /// <summary>K x K pixel counts, [truth - 1, predicted - 1]; the last column holds truth pixels predicted as unlabelled (K + 1 columns).</summary>
    public long[,] ConfusionMatrix { get; }

    /// <summary>Number of evaluated pixels.</summary>
    public long PixelCount { get; }

    /// <summary>Mean IoU over the classes that occur in either map.</summary>
    public double MeanIoU { get; }

    /// <summary>Mean Dice over the classes that occur in either map.</summary>
    public double MeanDice { get; }

    /// <summary>Share of evaluated pixels labelled as in the truth.</summary>
    public double OverallAccuracy { get; }

    /// <summary>Cohen's kappa.</summary>
    public double Kappa { get; }

    /// <summary>Compares a label map with the truth.</summary>
    /// <exception cref="SegException">LabelShapeMismatch; NoLabelledPixels when the truth is empty; ClassMismatch.</exception>
    public static SegAccuracy Measure(SegLabels predicted, SegLabels truth) => throw new NotImplementedException();

    /// <summary>The figures of a confusion matrix.</summary>
    /// <param name="classes">Classes 1..K.</param>
    /// <param name="confusion">K x K, or K x (K + 1) with unlabelled predictions in the last column.</param>
    public static SegAccuracy FromConfusion(IReadOnlyList<SegClass> classes, long[,] confusion) => throw new NotImplementedException();
}
