using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Whether two label maps are the same, and where they are not. Labels are the same when their label-file values are.</summary>
/// <param name="Equal">True when every pixel has the same label.</param>
/// <param name="PixelCount">Number of pixels.</param>
/// <param name="DifferentPixels">Number of pixels with different labels.</param>
/// <param name="Agreement">Share of pixels with the same label, 0 to 1.</param>
/// <param name="FirstDifferences">The first differing pixels in row-major order.</param>
/// <param name="Changes">Every pair of different labels with its number of pixels, most frequent first.</param>
public sealed record LabelComparison(
    bool Equal,
    long PixelCount,
    long DifferentPixels,
    double Agreement,
    IReadOnlyList<LabelDifference> FirstDifferences,
    IReadOnlyList<ClassChange> Changes)
{
    /// <summary>The labels that were compared with the reference, by file name and slice.</summary>
    public string? Source { get; init; }

    /// <summary>Compares two label maps of one size.</summary>
    /// <param name="reference">The map compared with.</param>
    /// <param name="difference">The map compared.</param>
    /// <param name="maximumDifferences">How many differing pixels to list.</param>
    /// <exception cref="SegException">LabelShapeMismatch.</exception>
    public static LabelComparison Compare(SegLabels reference, SegLabels difference, int maximumDifferences = 10)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        var measurement = new ComparisonMeasurement(reference.Classes, difference.Classes, maximumDifferences);
        measurement.Add(reference, difference);
        return measurement.Complete();
    }

    /// <summary>Compares two label volumes slice by slice, with memory for two slices.</summary>
    /// <param name="reference">The volume compared with.</param>
    /// <param name="difference">The volume compared.</param>
    /// <param name="maximumDifferences">How many differing voxels to list.</param>
    /// <param name="options">Cancellation and progress; null for the defaults.</param>
    /// <exception cref="SegException">LabelShapeMismatch; what reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LabelComparison Compare(SegLabelVolume reference, SegLabelVolume difference, int maximumDifferences = 10, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        var measurement = new ComparisonMeasurement(reference.Classes, difference.Classes, maximumDifferences);
        int z = 0;
        VolumePairs.Each(reference, "reference", difference, "difference", options ?? RunOptions.Default, (r, d) => measurement.Add(r, d, z++));
        return measurement.Complete() with { Source = difference.Source.ToString() };
    }

    /// <summary>Whether the labels are equal, and how many are.</summary>
    public override string ToString() => FormattableString.Invariant($"{(Equal ? "equal" : "different")}, {PixelCount - DifferentPixels} of {PixelCount} pixels agree");
}
