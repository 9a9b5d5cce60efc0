using NDSeg.Images;
using NDSeg.IO.Rois.Ilastik;
using NDSeg.IO.Rois.ImageJ;
using NDSeg.IO.Rois.Labkit;
using NDSeg.IO.Rois.QuPath;
using NDSeg.IO.Rois.Shapes;

namespace NDSeg.IO.Rois;

/// <summary>
/// Reads strokes that were drawn in other programs: regions of ImageJ, annotations of QuPath, labelings of LabKit, label blocks of ilastik.
/// Names and colours become those of the classes; what was drawn later covers what was drawn before.
/// </summary>
public static class RoiReader
{
    // A new format is one line here.
    private static readonly IReadOnlyList<IRoiFormat> Formats = [new ImageJRoiFormat(), new GeoJsonFormat(), new LabelingFormat(), new IlastikFormat()];

    /// <summary>The endings, with dot, of the files that are read.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [.. Formats.SelectMany(f => f.Extensions)];

    /// <summary>Whether a file is read here, by its ending.</summary>
    public static bool Reads(string path) => FormatOf(path) is not null;

    /// <summary>Reads a file and paints its strokes, slice by slice.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="options">What to paint them into; null where the file says it.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">
    /// InvalidStrokes; UnknownStrokeFormat; UnknownImageSize where neither options nor file give the size; StrokeSizeMismatch where they
    /// contradict each other; UnknownSliceCount; NoStrokes; InvalidSlice.
    /// </exception>
    public static IEnumerable<SegLabels> ReadAll(string path, RoiReadOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new RoiReadOptions();
        IRoiFormat format = FormatOf(path)
            ?? throw new SegException("UnknownStrokeFormat", SegErrorKind.NotSupported, $"Expected a file ending in {string.Join(", ", Extensions)}, found '{path}'.");
        RoiSet set = format.Read(path, options.Part, cancellation);
        if (set.Marks.Count == 0)
        {
            throw new SegException("NoStrokes", SegErrorKind.InvalidData, $"Expected strokes in '{path}', found none.", "Draw some and save again.");
        }

        int height = Size(options.Height, set.Height, "rows", path);
        int width = Size(options.Width, set.Width, "columns", path);
        if ((long)height * width > Array.MaxLength)
        {
            throw new SegException("ImageTooLarge", SegErrorKind.NotSupported, $"Expected at most {Array.MaxLength} pixels, found {height} x {width} in '{path}'.");
        }

        (IReadOnlyList<SegClass> classes, int[] indexOf) = RoiClasses.Of(set.Marks, options.ClassNames, path);
        return Paint(path, set, options, height, width, classes, indexOf, cancellation);
    }

    private static IEnumerable<SegLabels> Paint(string path, RoiSet set, RoiReadOptions options, int height, int width, IReadOnlyList<SegClass> classes, int[] indexOf, CancellationToken cancellation)
    {
        IReadOnlyList<int?> slices = Slices(path, set, options, out int? count);
        for (int i = 0; i < slices.Count; i++)
        {
            var mask = new RoiMask(height, width);
            for (int m = 0; m < set.Marks.Count; m++)
            {
                RoiMark mark = set.Marks[m];
                if (mark.Slice is null || slices[i] is null || mark.Slice == slices[i])
                {
                    foreach (RoiShape shape in mark.Shapes)
                    {
                        shape.Paint(mask, (ushort)indexOf[m], cancellation);
                    }
                }
            }

            var source = new ImageSource(path, SliceIndex: slices[i], SliceCount: slices[i] is null ? null : count);
            yield return classes.Count <= byte.MaxValue
                ? new SegLabels(height, width, Array.ConvertAll(mask.Indices, v => (byte)v), classes, source: source)
                : new SegLabels(height, width, mask.Indices, classes, source: source);
        }
    }

    // One map without a number where strokes have no slices; else the slices with strokes, as far as they are asked for.
    private static IReadOnlyList<int?> Slices(string path, RoiSet set, RoiReadOptions options, out int? count)
    {
        int[] drawn = [.. set.Marks.Select(m => m.Slice).OfType<int>().Distinct().Order()];
        if (options.WholeVolume && drawn.Length > 0 && (options.SliceCount ?? set.SliceCount) is null)
        {
            throw new SegException("UnknownSliceCount", SegErrorKind.InvalidArgument, $"Expected the number of slices of the volume that the strokes in '{path}' belong to, found none: the file does not say it.", "Give the volume with -Image, or slices, rows and columns with -Shape.");
        }

        count = options.SliceCount ?? set.SliceCount ?? (drawn.Length > 0 ? drawn[^1] + 1 : null);
        if (drawn.Length > 0 && (drawn[0] < 0 || drawn[^1] >= count))
        {
            int wrong = drawn[0] < 0 ? drawn[0] : drawn[^1];
            throw new SegException("StrokeSizeMismatch", SegErrorKind.ShapeMismatch, $"Expected strokes in slices 0 to {count - 1}, found some in slice {wrong} of '{path}'.", "Give the image the strokes were drawn in.");
        }

        if (drawn.Length > 0 && options.Slices is { } asked)
        {
            int[] wanted = [.. drawn.Where(s => asked.Any(r => s >= (r.First ?? 0) && s <= (r.Last ?? int.MaxValue)))];
            return wanted.Length > 0
                ? [.. wanted.Select(s => (int?)s)]
                : throw new SegException("NoStrokes", SegErrorKind.InvalidArgument, $"Expected strokes in slices {string.Join(", ", asked)}, found some in {string.Join(", ", drawn.Take(20))} only, in '{path}'.", "Ask for one of these slices.");
        }

        return drawn.Length > 0 ? [.. drawn.Select(s => (int?)s)] : [null];
    }

    private static int Size(int? given, int? stored, string what, string path)
        => given is int g && stored is int s && g != s
            ? throw new SegException("StrokeSizeMismatch", SegErrorKind.ShapeMismatch, $"Expected strokes drawn in {g} {what}, found {s} in '{path}'.", "Give the image the strokes were drawn in, or leave it out: the file says its size.")
            : given ?? stored ?? throw new SegException("UnknownImageSize", SegErrorKind.InvalidArgument, $"Expected the size of the image that the strokes in '{path}' belong to, found none: the file does not say it.", "Give the image with -Image, or rows and columns with -Shape.");

    private static IRoiFormat? FormatOf(string path)
        => Formats.FirstOrDefault(f => f.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase));
}
