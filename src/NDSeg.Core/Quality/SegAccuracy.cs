using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>
/// Agreement of a label map with the truth. Unlabelled truth pixels are not evaluated; an unlabelled prediction of a labelled
/// truth pixel is wrong. A figure whose denominator is 0 is NaN.
/// </summary>
public sealed class SegAccuracy
{
    private readonly long[,] confusion;

    private SegAccuracy(IReadOnlyList<ClassAccuracy> classes, long[,] confusion, long pixels, double meanIoU, double meanDice, double accuracy, double kappa)
    {
        Classes = new JoinedList<ClassAccuracy>(classes);
        this.confusion = confusion;
        PixelCount = pixels;
        MeanIoU = meanIoU;
        MeanDice = meanDice;
        OverallAccuracy = accuracy;
        Kappa = kappa;
    }

    /// <summary>Per-class figures in class order.</summary>
    public IReadOnlyList<ClassAccuracy> Classes { get; }

    /// <summary>The labels that were judged, by file name and slice; null where the figures are of no labels.</summary>
    public string? Source { get; private init; }

    /// <summary>Number of evaluated pixels.</summary>
    public long PixelCount { get; }

    /// <summary>Mean IoU over the scored classes that occur in the truth or among the predictions.</summary>
    public double MeanIoU { get; }

    /// <summary>Mean Dice over the same classes.</summary>
    public double MeanDice { get; }

    /// <summary>Share of evaluated pixels labelled as in the truth.</summary>
    public double OverallAccuracy { get; }

    /// <summary>Cohen's kappa: agreement beyond what the class frequencies give by chance.</summary>
    public double Kappa { get; }

    /// <summary>A copy of the K x (K + 1) pixel counts, [truth - 1, predicted - 1]; the last column holds truth pixels predicted as unlabelled.</summary>
    public long[,] GetConfusionMatrix() => (long[,])confusion.Clone();

    /// <summary>
    /// Compares a label map with the truth. Classes are matched by label-file value (when both maps are indexed, or both in
    /// colours), what is left by name; when not a single class matches and both maps have the same number of classes, by
    /// position. Predicted classes without a counterpart are added after those of the truth, with no support.
    /// </summary>
    /// <param name="predicted">The map to judge.</param>
    /// <param name="truth">The truth; may be sparse.</param>
    /// <exception cref="SegException">LabelShapeMismatch; NoLabelledPixels when the truth is empty.</exception>
    public static SegAccuracy Measure(SegLabels predicted, SegLabels truth)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        var measurement = new AccuracyMeasurement(predicted.Classes, truth.Classes, predicted.Encoding == truth.Encoding);
        measurement.Add(predicted, truth);
        return measurement.Complete();
    }

    /// <summary>Compares a label volume with the truth, slice by slice, with memory for two slices; one set of figures for all voxels.</summary>
    /// <param name="predicted">The volume to judge.</param>
    /// <param name="truth">The truth; may be sparse.</param>
    /// <param name="options">Cancellation and progress; null for the defaults.</param>
    /// <exception cref="SegException">LabelShapeMismatch; NoLabelledPixels when the truth is empty; what reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SegAccuracy Measure(SegLabelVolume predicted, SegLabelVolume truth, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        var measurement = new AccuracyMeasurement(predicted.Classes, truth.Classes, predicted.Encoding == truth.Encoding);
        VolumePairs.Each(truth, "truth", predicted, "prediction", options ?? RunOptions.Default, (t, p) => measurement.Add(p, t));
        return measurement.Complete().Of(predicted.Source);
    }

    /// <summary>The figures of a confusion matrix.</summary>
    /// <param name="classes">Classes 1..K.</param>
    /// <param name="confusion">K x K counts, [truth, predicted], or K x (K + 1) with unlabelled predictions in the last column.</param>
    /// <param name="scored">Which classes count for the means; null for all. The others keep their counts, but their figures are NaN.</param>
    public static SegAccuracy FromConfusion(IReadOnlyList<SegClass> classes, long[,] confusion, IReadOnlyList<bool>? scored = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(confusion);
        int count = classes.Count;
        int columns = confusion.GetLength(1);
        if (confusion.GetLength(0) != count || columns < count || columns > count + 1)
        {
            throw new ArgumentException($"Expected {count} x {count} or {count} x {count + 1} counts, found {confusion.GetLength(0)} x {columns}.", nameof(confusion));
        }

        var matrix = new long[count, count + 1];
        var support = new long[count];
        var predicted = new long[count + 1];
        long pixels = 0;
        long right = 0;
        for (int t = 0; t < count; t++)
        {
            for (int p = 0; p < columns; p++)
            {
                long n = confusion[t, p];
                matrix[t, p] = n;
                support[t] += n;
                predicted[p] += n;
                pixels += n;
                right += t == p ? n : 0;
            }
        }

        var figures = new ClassAccuracy[count];
        double chance = 0;
        for (int c = 0; c < count; c++)
        {
            double both = matrix[c, c];
            double either = support[c] + predicted[c] - both;
            chance += (double)support[c] * predicted[c];
            figures[c] = scored is null || scored[c]
                ? new ClassAccuracy(classes[c].Name, classes[c].Value, classes[c].Color.ToString(), support[c], predicted[c], both / either, 2 * both / (support[c] + predicted[c]), both / predicted[c], both / support[c])
                : new ClassAccuracy(classes[c].Name, classes[c].Value, classes[c].Color.ToString(), support[c], predicted[c], double.NaN, double.NaN, double.NaN, double.NaN);
        }

        double accuracy = (double)right / pixels;
        chance /= (double)pixels * pixels;
        return new SegAccuracy(
            figures,
            matrix,
            pixels,
            Mean(figures.Select(f => f.IoU)),
            Mean(figures.Select(f => f.Dice)),
            accuracy,
            (accuracy - chance) / (1 - chance));
    }

    /// <summary>The main figures.</summary>
    public override string ToString() => FormattableString.Invariant($"mIoU {MeanIoU:f4}, accuracy {OverallAccuracy:f4}, {PixelCount} pixels");

    /// <summary>The same figures as those of these labels.</summary>
    internal SegAccuracy Of(ImageSource labels) => new(Classes, confusion, PixelCount, MeanIoU, MeanDice, OverallAccuracy, Kappa) { Source = labels.ToString() };

    private static double Mean(IEnumerable<double> figures)
    {
        double[] known = [.. figures.Where(f => !double.IsNaN(f))];
        return known.Length == 0 ? double.NaN : known.Average();
    }
}
