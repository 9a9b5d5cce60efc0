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
            FillFrom(labels, (one.FirstRow * labels.Width) + one.StartColumn, indices, (ushort)one.Id, options.Connectivity == ObjectConnectivity.Full);
        }

        SegClass[] classes = [.. objects.Select(o => new SegClass(o.Id, o.Id, $"{o.Class} #{o.Id}", ClassPalette.OfClass(o.Id - 1)))];
        return new SegLabels(labels.Height, labels.Width, indices, classes, LabelEncoding.Indexed, labels.Source, labels.PixelSize);
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
