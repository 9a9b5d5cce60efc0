using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Whether slices that are measured as one volume have the classes of it.</summary>
internal static class VolumeClasses
{
    /// <exception cref="SegException">ClassesDiffer.</exception>
    public static void Check(IReadOnlyList<SegClass> expected, SegLabels slice)
    {
        // Slices without labels may come without classes.
        for (int k = 0; k < slice.Classes.Count; k++)
        {
            if (k >= expected.Count || slice.Classes[k].Value != expected[k].Value)
            {
                throw new SegException(
                    "ClassesDiffer",
                    SegErrorKind.InvalidData,
                    $"Expected slices of one volume to have the classes {Text(expected)}; found {Text(slice.Classes)} in {slice.Source}.",
                    "Read the labels of a volume from one file, or of a model.");
            }
        }
    }

    private static string Text(IReadOnlyList<SegClass> classes) => string.Join(", ", classes.Select(c => $"{c.Value} ({c.Name})"));
}
