using NDSeg.Filters;
using NDSeg.Images;

namespace NDSeg.Training;

/// <summary>The labelled voxels of a label volume, slice by slice in row-major order.</summary>
public sealed class LabelledVoxels
{
    private readonly SegLabelVolume labels;

    private LabelledVoxels(SegLabelVolume labels, int[] slices, int[] rows, int[] columns, int[] targets)
    {
        this.labels = labels;
        Slices = slices;
        Rows = rows;
        Columns = columns;
        Targets = targets;
    }

    /// <summary>Number of labelled voxels N.</summary>
    public int Count => Rows.Length;

    /// <summary>N slices, ascending.</summary>
    public int[] Slices { get; }

    /// <summary>N rows, ascending within a slice.</summary>
    public int[] Rows { get; }

    /// <summary>N columns, ascending within a row.</summary>
    public int[] Columns { get; }

    /// <summary>N class indices, 1..K.</summary>
    public int[] Targets { get; }

    /// <summary>Finds them.</summary>
    /// <param name="labels">Z x Y x X labels.</param>
    /// <param name="volume">The volume they belong to.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">LabelShapeMismatch; NoLabelledPixels; what reading the labels throws.</exception>
    public static LabelledVoxels Find(SegLabelVolume labels, SegVolume volume, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(volume);
        if (labels.Depth != volume.Depth || labels.Height != volume.Height || labels.Width != volume.Width)
        {
            throw new SegException(
                "LabelShapeMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected labels of {volume.Depth} x {volume.Height} x {volume.Width} voxels like the volume {volume.Source}, found {labels.Shape} in {labels.Source}.",
                "Use the label volume that was painted on this volume.");
        }

        var slices = new List<int>();
        var rows = new List<int>();
        var columns = new List<int>();
        var targets = new List<int>();
        for (int z = 0; z < labels.Depth; z++)
        {
            cancellation.ThrowIfCancellationRequested();
            SegLabels slice = labels.ReadSlice(z);
            if (LabelledPixels.TryFind(slice) is { } pixels)
            {
                slices.AddRange(Enumerable.Repeat(z, pixels.Count));
                rows.AddRange(pixels.Rows);
                columns.AddRange(pixels.Columns);
                targets.AddRange(pixels.Targets);
            }
        }

        return rows.Count > 0
            ? new LabelledVoxels(labels, [.. slices], [.. rows], [.. columns], [.. targets])
            : throw LabelledPixels.None(labels.Source);
    }

    /// <summary>The table of these voxels; the slice of a voxel stands as its image.</summary>
    /// <param name="values">N x F map values, row-major.</param>
    /// <param name="plan">The maps the columns stand for.</param>
    /// <exception cref="SegException">InvalidTrainingData.</exception>
    public SegTrainingData ToTrainingData(float[] values, FeaturePlan plan)
        => new(values, Targets, plan, labels.Classes, labels.Encoding, Rows, Columns, Slices, []);
}
