using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Signs that labels were not painted as they were meant: each as a sentence with its cause and what to do.</summary>
public static class LabelDoubts
{
    private const int SoftClasses = 8;
    private const int FewPixels = 10;
    private const int PixelsPerStroke = 4000;
    private const int FarMore = 50;
    private const double WholeCanvas = 0.5;
    private const long White = 0xFFFFFF;

    /// <summary>Looks at one label map that is to be trained on.</summary>
    /// <param name="labels">H x W labels.</param>
    /// <returns>Remarks for the user; empty where nothing looks wrong.</returns>
    /// <exception cref="SegException">ImageAsLabels where the map can only be a picture.</exception>
    public static IReadOnlyList<string> Find(SegLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        long[] counts = labels.CountPixels();
        long pixels = (long)labels.Height * labels.Width;
        long labelled = pixels - counts[0];
        SegClass[] used = [.. labels.Classes.Where(c => counts[c.Index] > 0)];
        if (used.Length > 100 && labelled > 0.9 * pixels)
        {
            throw new SegException(
                "ImageAsLabels",
                SegErrorKind.InvalidData,
                $"Expected painted labels, found {used.Length} different values on {(double)labelled / pixels:P0} of the pixels of {labels.Source}: a picture, not labels.",
                "Give the file with the strokes, in which 0 or black means unlabelled.");
        }

        var doubts = new List<string>();
        SegClass[] small = [.. used.Where(c => counts[c.Index] < FewPixels)];
        if (used.Length >= SoftClasses && 2 * small.Length >= used.Length)
        {
            doubts.Add($"{small.Length} of {used.Length} classes of {labels.Source} have fewer than {FewPixels} pixels: a soft brush or smoothed edges make values of their own. Paint with a hard pencil, without anti-aliasing, and save without lossy compression.");
        }
        else if (small.Where(c => IsStray(counts[c.Index], pixels, [.. used.Where(other => other != c).Select(other => counts[other.Index])])).ToArray() is { Length: > 0 } few)
        {
            doubts.Add($"Few pixels are painted of {string.Join(", ", few.Select(c => $"'{c.Name}' (value {c.Value}): {counts[c.Index]}"))} in {labels.Source}. Paint more of each, or check for stray pixels.");
        }

        SegClass? most = used.MaxBy(c => counts[c.Index]);
        if (most is not null && counts[0] == 0 && counts[most.Index] > WholeCanvas * pixels && IsCanvas(most, labels.Encoding, used))
        {
            doubts.Add($"Every pixel of {labels.Source} is labelled, {(double)counts[most.Index] / pixels:P0} as '{most.Name}' (value {most.Value}, {most.Color}): a white canvas counts as a class. Fill what is not painted with 0 or black.");
        }

        return doubts;
    }

    /// <summary>
    /// In a small image a handful of pixels is what there was to paint; they are doubted where the image has room for more, or where
    /// the other classes were painted far more.
    /// </summary>
    private static bool IsStray(long count, long pixels, long[] others)
        => count * PixelsPerStroke < pixels || (others.Length > 0 && count * FarMore < others.Order().ElementAt(others.Length / 2));

    private static bool IsCanvas(SegClass most, LabelEncoding encoding, SegClass[] used)
        => encoding == LabelEncoding.Rgb ? most.Value == White : most.Value is byte.MaxValue or ushort.MaxValue && used.Length > 1;
}
