using NDSeg.Images;

namespace NDSeg.Objects;

/// <summary>Label maps in which every object is a class of its own, for figures coloured by object and for other programs.</summary>
public static class ObjectMap
{
    /// <summary>More objects do not fit into the 16 bits of a label.</summary>
    public const int MostObjects = ushort.MaxValue;

    /// <summary>Numbers the objects of a label map as <see cref="ObjectMeasurement"/> does; pixels of no object are 0.</summary>
    /// <param name="labels">H x W labels.</param>
    /// <param name="options">What counts as an object.</param>
    /// <param name="run">Cancellation and progress; null for none.</param>
    /// <exception cref="SegException">TooManyObjects.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SegLabels Of(SegLabels labels, ObjectOptions options, RunOptions? run = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        using SegLabelVolume volume = Of(SegLabelVolume.FromSlices([labels.WithPixelSize(null)]), options, run ?? RunOptions.Default);
        SegLabels map = volume.ReadSlice(0);
        return new SegLabels(labels.Height, labels.Width, map.Words.ToArray(), map.Classes, LabelEncoding.Indexed, labels.Source, labels.PixelSize);
    }

    /// <summary>
    /// Numbers the objects of a label volume as <see cref="ObjectMeasurement"/> does: one number for an object in all its slices. Goes through
    /// the volume once and holds two slices and a table; the slices of the result are made when they are read.
    /// </summary>
    /// <param name="volume">The labels.</param>
    /// <param name="options">What counts as an object.</param>
    /// <param name="run">Cancellation and progress.</param>
    /// <param name="owned">What to close with the result.</param>
    /// <exception cref="SegException">TooManyObjects; what reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SegLabelVolume Of(SegLabelVolume volume, ObjectOptions options, RunOptions run, IDisposable? owned = null)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(run);
        int[] kindOf = [.. Enumerable.Range(0, volume.ClassCount + 1).Select(c => c > 0 && options.ClassIndices?.Contains(c) != false ? c : 0)];
        var components = new VolumeComponents(volume, options.Connectivity, kindOf);
        components.Find(run);
        var idOf = new ushort[components.PartCount];
        var classes = new List<SegClass>();
        for (int part = 0; part < idOf.Length; part++)
        {
            int root = components.Root(part);
            if (root == part && components.SizeOf(part) >= options.MinimumPixels)
            {
                int id = classes.Count + 1;
                RequireRoom(id, volume.Source);
                idOf[part] = (ushort)id;
                classes.Add(new SegClass(id, id, $"{volume.Classes[components.LabelOf(part) - 1].Name} #{id}", ClassPalette.OfClass(id - 1)));
            }

            idOf[part] = idOf[root];
        }

        var runs = new SliceRuns();
        return new SegLabelVolume(volume.Depth, volume.Height, volume.Width, classes, Slice, LabelEncoding.Indexed, volume.Source, volume.VoxelSize, owned) { FirstSlice = volume.FirstSlice };

        SegLabels Slice(int z)
        {
            components.ReadParts(z, runs);
            var indices = new ushort[volume.Height * volume.Width];
            for (int y = 0; y < volume.Height; y++)
            {
                (int from, int to) = runs.Row(y);
                for (int one = from; one < to; one++)
                {
                    indices.AsSpan((y * volume.Width) + runs.Start(one), runs.End(one) - runs.Start(one)).Fill(idOf[runs.Object[one]]);
                }
            }

            return new SegLabels(volume.Height, volume.Width, indices, classes, LabelEncoding.Indexed, volume.Source with { SliceIndex = volume.FirstSlice + z }, volume.VoxelSize?.ToPixelSize());
        }
    }

    private static void RequireRoom(int count, ImageSource source)
    {
        if (count > MostObjects)
        {
            throw new SegException("TooManyObjects", SegErrorKind.NotSupported, $"Expected at most {MostObjects} objects in a map, found {count} or more in {source}.", "Leave out small ones with -MinimumSize, or name a -Class.");
        }
    }
}
