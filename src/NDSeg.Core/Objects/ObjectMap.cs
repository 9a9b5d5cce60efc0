using NDSeg.Images;

namespace NDSeg.Objects;

/// <summary>Label maps in which every object is a class of its own, for figures coloured by object and for other programs.</summary>
public static class ObjectMap
{
    /// <summary>More objects do not fit into the 16 bits of a label.</summary>
    public const int MostObjects = ushort.MaxValue;

    /// <summary>Numbers the objects of a label map as <see cref="ObjectMeasurement"/> does; pixels of no object are 0.</summary>
    /// <param name="labels">H x W labels.</param>
    /// <param name="objects">What <see cref="ObjectMeasurement.Complete"/> gave for them.</param>
    /// <param name="options">The options they were measured with.</param>
    /// <exception cref="SegException">TooManyObjects.</exception>
    public static SegLabels Of(SegLabels labels, IReadOnlyList<SegObject> objects, ObjectOptions options)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(options);
        if (objects.Count > MostObjects)
        {
            throw new SegException("TooManyObjects", SegErrorKind.NotSupported, $"Expected at most {MostObjects} objects in a map, found {objects.Count} in {labels.Source}.", "Leave out small ones with -MinimumSize, or name a -Class.");
        }

        var indices = new ushort[labels.Height * labels.Width];
        foreach (SegObject one in objects)
        {
            FillFrom(labels, (one.FirstRow * labels.Width) + one.StartColumn, indices, (ushort)one.Id, options.Connectivity != ObjectConnectivity.Face);
        }

        SegClass[] classes = [.. objects.Select(o => new SegClass(o.Id, o.Id, $"{o.Class} #{o.Id}", ClassPalette.OfClass(o.Id - 1)))];
        return new SegLabels(labels.Height, labels.Width, indices, classes, LabelEncoding.Indexed, labels.Source, labels.PixelSize);
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

    private static void FillFrom(SegLabels labels, int start, ushort[] indices, ushort id, bool corners)
    {
        int label = labels.At(start);
        var open = new Stack<int>();
        indices[start] = id;
        open.Push(start);
        while (open.TryPop(out int place))
        {
            int y = place / labels.Width;
            int x = place % labels.Width;
            for (int dy = -1; dy <= 1; dy++)
            {
                for (int dx = -1; dx <= 1; dx++)
                {
                    if ((corners || dy == 0 || dx == 0) && (uint)(y + dy) < (uint)labels.Height && (uint)(x + dx) < (uint)labels.Width)
                    {
                        int next = place + (dy * labels.Width) + dx;
                        if (indices[next] == 0 && labels.At(next) == label)
                        {
                            indices[next] = id;
                            open.Push(next);
                        }
                    }
                }
            }
        }
    }
}
