using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>
/// Makes the sections of a volume from its slices, which come one by one and in any order: grey values, labels, labels over grey values,
/// or a float map. Holds three planes, never the volume.
/// </summary>
public sealed class SectionBuilder
{
    private readonly int depth;
    private readonly int height;
    private readonly int width;
    private SectionPlanes<float>? grey;
    private SectionPlanes<float>? heat;
    private SectionPlanes<int>? labels;
    private IReadOnlyList<SegClass> classes = [];
    private long[] counts = [];

    /// <summary>Starts with a volume of a size.</summary>
    /// <param name="depth">Slices.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="point">Where the sections meet; null for the middle.</param>
    /// <exception cref="SegException">InvalidFigure for a point outside.</exception>
    public SectionBuilder(int depth, int height, int width, SectionPoint? point = null)
    {
        (this.depth, this.height, this.width) = (depth, height, width);
        Point = point ?? new SectionPoint(depth / 2, height / 2, width / 2);
        if ((uint)Point.Z >= (uint)depth || (uint)Point.Y >= (uint)height || (uint)Point.X >= (uint)width)
        {
            throw FigureLayout.Invalid($"Expected a point inside {depth} x {height} x {width} voxels, found slice {Point.Z}, row {Point.Y}, column {Point.X}.");
        }
    }

    /// <summary>Where the sections meet.</summary>
    public SectionPoint Point { get; }

    /// <summary>Distances between voxels, if known.</summary>
    public VoxelSize? VoxelSize { get; init; }

    /// <summary>Adds the grey values of a slice.</summary>
    /// <param name="z">Place of the slice.</param>
    /// <param name="image">The slice.</param>
    /// <param name="channel">The channel to show.</param>
    /// <exception cref="SegException">InvalidFigure.</exception>
    public void Add(int z, SegImage image, int channel = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        Require(z, image.Height, image.Width);
        if (channel < 0 || channel >= image.Channels)
        {
            throw FigureLayout.Invalid($"Expected a channel between 0 and {image.Channels - 1} of {image.Source}, found {channel}.");
        }

        grey ??= new SectionPlanes<float>(depth, height, width, Point);
        grey.Add(z, i => (float)image[channel, (int)(i / width), (int)(i % width)]);
    }

    /// <summary>Adds the labels of a slice.</summary>
    /// <param name="z">Place of the slice.</param>
    /// <param name="slice">The slice.</param>
    /// <exception cref="SegException">InvalidFigure.</exception>
    public void Add(int z, SegLabels slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        Require(z, slice.Height, slice.Width);
        labels ??= new SectionPlanes<int>(depth, height, width, Point);
        classes = slice.ClassCount > classes.Count ? slice.Classes : classes;
        long[] more = slice.CountPixels();
        Array.Resize(ref counts, Math.Max(counts.Length, more.Length));
        for (int c = 0; c < more.Length; c++)
        {
            counts[c] += more[c];
        }

        labels.Add(z, slice.At);
    }

    /// <summary>Adds the H * W values of a slice of a float map.</summary>
    /// <param name="z">Place of the slice.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="SegException">InvalidFigure.</exception>
    public void Add(int z, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Require(z, values.Length / width, width);
        heat ??= new SectionPlanes<float>(depth, height, width, Point);
        heat.Add(z, i => values[i]);
    }

    /// <summary>The panel of all that was added.</summary>
    /// <param name="how">How labels are shown: opacity over grey values, legend; and of a float map range and names.</param>
    /// <param name="colorOf">Colour of a class; null for its own.</param>
    /// <exception cref="SegException">InvalidFigure when nothing was added.</exception>
    public SectionsPanel Build(SectionStyle how, Func<SegClass, RgbColor>? colorOf = null)
    {
        ArgumentNullException.ThrowIfNull(how);
        SegClass[] colored = [.. classes.Select(c => colorOf is null ? c : new SegClass(c.Index, c.Value, c.Name, colorOf(c)))];
        (double low, double high) = RangeOf(heat ?? grey);
        FigurePanel Panel(int rows, int columns, Func<SectionPlanes<float>, float[]> values, Func<SectionPlanes<int>, int[]> indices)
        {
            if (heat is not null)
            {
                return new HeatPanel(rows, columns, values(heat)) { Minimum = how.Minimum ?? low, Maximum = how.Maximum ?? high, Name = how.Name, LowName = how.LowName, HighName = how.HighName };
            }

            SegImage? image = grey is null ? null : SegImage.FromFloats(rows, columns, values(grey));
            SegLabels? map = labels is null ? null : new SegLabels(rows, columns, Array.ConvertAll(indices(labels), i => (ushort)i), colored);
            return (image, map) switch
            {
                (not null, not null) => new OverlayPanel(image, map) { Alpha = how.Alpha, Minimum = low, Maximum = high },
                (null, not null) => new LabelPanel(map),
                (not null, null) => new ImagePanel(image) { Minimum = low, Maximum = high },
                _ => throw FigureLayout.Invalid("Expected slices of a volume, found none."),
            };
        }

        return new SectionsPanel(Panel(height, width, p => p.Slice, p => p.Slice), Panel(depth, width, p => p.Below, p => p.Below), Panel(height, depth, p => p.Right, p => p.Right), Point)
        {
            VoxelSize = VoxelSize,
            Lines = how.Lines,
            Legend = how.Legend && heat is null,
            Classes = colored,
            Counts = counts,
        };
    }

    private void Require(int z, int rows, int columns)
    {
        if ((uint)z >= (uint)depth || rows != height || columns != width)
        {
            throw new SegException("InvalidFigure", SegErrorKind.ShapeMismatch, $"Expected slices of a volume of {depth} x {height} x {width} voxels, found slice {z} of {rows} x {columns} pixels.", "Use the slices of one volume.");
        }
    }

    // One range for all three sections, so that equal grey is equal value.
    private static (double Low, double High) RangeOf(SectionPlanes<float>? planes)
    {
        float low = float.PositiveInfinity;
        float high = float.NegativeInfinity;
        foreach (float value in planes is null ? [] : planes.Slice.Concat(planes.Below).Concat(planes.Right))
        {
            (low, high) = float.IsFinite(value) ? (Math.Min(low, value), Math.Max(high, value)) : (low, high);
        }

        return low <= high ? (low, high) : (0, 0);
    }
}
