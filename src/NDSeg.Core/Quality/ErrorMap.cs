using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Where labels differ from the truth, as a map: the picture of what <see cref="SegAccuracy"/> counts, by the same rules.</summary>
public sealed class ErrorMap
{
    private static readonly SegClass[] Judgements = [new(1, 1, "right", new RgbColor(0xE3, 0xE6, 0xE8)), new(2, 2, "wrong", new RgbColor(0xD5, 0x1F, 0x2B))];

    private readonly SegClassList predictedClasses;
    private readonly SegClassList truthClasses;
    private readonly int[] placeOfPredicted;

    /// <summary>Starts the maps of a volume.</summary>
    /// <param name="predicted">Classes of what is judged.</param>
    /// <param name="truth">Classes of the truth.</param>
    /// <param name="byValue">Whether equal values mean equal classes: both are indexed, or both in colours.</param>
    public ErrorMap(IReadOnlyList<SegClass> predicted, IReadOnlyList<SegClass> truth, bool byValue)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        predictedClasses = new SegClassList(predicted);
        truthClasses = new SegClassList(truth);
        placeOfPredicted = ClassMatching.Match(predictedClasses, truthClasses, byValue).PlaceOfPredicted;
    }

    /// <summary>The map of a single label map.</summary>
    /// <param name="predicted">What is judged.</param>
    /// <param name="truth">Its truth; may be sparse.</param>
    /// <exception cref="SegException">LabelShapeMismatch.</exception>
    public static SegLabels Of(SegLabels predicted, SegLabels truth)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        return new ErrorMap(predicted.Classes, truth.Classes, predicted.Encoding == truth.Encoding).Slice(predicted, truth);
    }

    /// <summary>The map of a slice: wrong pixels in red, right ones in pale grey, those without a truth unlabelled.</summary>
    /// <param name="predicted">What is judged.</param>
    /// <param name="truth">Its truth; may be sparse.</param>
    /// <exception cref="SegException">LabelShapeMismatch; ClassesDiffer.</exception>
    public SegLabels Slice(SegLabels predicted, SegLabels truth)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        VolumeClasses.Check(predictedClasses, predicted);
        VolumeClasses.Check(truthClasses, truth);
        JointCounts.RequireOneSize(truth, predicted, "truth", "prediction");
        var indices = new byte[(long)predicted.Height * predicted.Width];
        for (long i = 0; i < indices.LongLength; i++)
        {
            int expected = truth.At(i);
            indices[i] = expected == 0 ? (byte)0 : placeOfPredicted[predicted.At(i)] == expected ? (byte)1 : (byte)2;
        }

        return new SegLabels(predicted.Height, predicted.Width, indices, Judgements);
    }
}
