using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Compares two label maps, or two volumes given slice by slice.</summary>
public sealed class ComparisonMeasurement
{
    private readonly SegClassList referenceClasses;
    private readonly SegClassList differenceClasses;
    private readonly int maximumDifferences;
    private readonly long[] referenceValues;
    private readonly long[] differenceValues;
    private readonly long[,] joint;
    private readonly List<LabelDifference> first = [];
    private long pixels;
    private ImageSource? compared;

    /// <summary>Starts a measurement.</summary>
    /// <param name="reference">Classes of the map compared with.</param>
    /// <param name="difference">Classes of the map compared.</param>
    /// <param name="maximumDifferences">How many differing pixels to list.</param>
    public ComparisonMeasurement(IReadOnlyList<SegClass> reference, IReadOnlyList<SegClass> difference, int maximumDifferences)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        referenceClasses = new SegClassList(reference);
        differenceClasses = new SegClassList(difference);
        this.maximumDifferences = maximumDifferences;
        referenceValues = [0, .. reference.Select(c => c.Value)];
        differenceValues = [0, .. difference.Select(c => c.Value)];
        joint = new long[reference.Count + 1, difference.Count + 1];
    }

    /// <summary>Adds a pair of maps, or of slices in ascending order.</summary>
    /// <param name="reference">The map compared with.</param>
    /// <param name="difference">The map compared.</param>
    /// <param name="slice">0-based place in the volume; null for single maps.</param>
    /// <exception cref="SegException">LabelShapeMismatch; ClassesDiffer.</exception>
    public void Add(SegLabels reference, SegLabels difference, int? slice = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        VolumeClasses.Check(referenceClasses, reference);
        VolumeClasses.Check(differenceClasses, difference);
        JointCounts.Add(joint, reference, difference, "reference", "difference");
        long count = (long)reference.Height * reference.Width;
        pixels += count;
        compared = compared is null ? difference.Source : compared with { SliceIndex = null };
        for (long i = 0; i < count && first.Count < maximumDifferences; i++)
        {
            long a = referenceValues[reference.At(i)];
            long b = differenceValues[difference.At(i)];
            if (a != b)
            {
                first.Add(new LabelDifference((int)(i / reference.Width), (int)(i % reference.Width), a, b) { Slice = slice });
            }
        }
    }

    /// <summary>What was found.</summary>
    public LabelComparison Complete()
    {
        var changes = new List<ClassChange>();
        long different = 0;
        for (int a = 0; a < referenceValues.Length; a++)
        {
            for (int b = 0; b < differenceValues.Length; b++)
            {
                if (joint[a, b] > 0 && referenceValues[a] != differenceValues[b])
                {
                    changes.Add(new ClassChange(referenceValues[a], differenceValues[b], joint[a, b]));
                    different += joint[a, b];
                }
            }
        }

        return new LabelComparison(
            different == 0,
            pixels,
            different,
            (double)(pixels - different) / pixels,
            new JoinedList<LabelDifference>(first),
            new JoinedList<ClassChange>(changes.OrderByDescending(c => c.Pixels).ThenBy(c => c.Reference).ThenBy(c => c.Difference)))
        {
            Source = compared?.ToString(),
        };
    }
}
