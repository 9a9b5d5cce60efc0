using NDSeg.Images;

namespace NDSeg.Objects;

/// <summary>
/// The connected components of a label volume, found slice by slice. A slice's own components are parts; parts of neighbouring slices are
/// joined. Holds two slices and a table of parts, never the volume; which part a pixel belongs to is worked out again when its slice is
/// read again.
/// </summary>
internal sealed class VolumeComponents
{
    private readonly SegLabelVolume volume;
    private readonly ObjectConnectivity connectivity;
    private readonly int[] kindOf;
    private readonly bool[] wanted;
    private readonly int[] firstPart;
    private readonly List<int> parent = [];
    private readonly List<long> size = [];
    private readonly List<int> label = [];
    private readonly List<bool> border = [];

    /// <param name="volume">The labels.</param>
    /// <param name="connectivity">Which neighbours belong together.</param>
    /// <param name="kindOf">For every class index, 0 included, the kind of pixel it is: those of one kind make components; 0 belongs to none.</param>
    public VolumeComponents(SegLabelVolume volume, ObjectConnectivity connectivity, int[] kindOf)
    {
        this.volume = volume;
        this.connectivity = connectivity;
        this.kindOf = kindOf;
        wanted = [.. kindOf.Select(kind => kind != 0)];
        firstPart = new int[volume.Depth];
    }

    /// <summary>Parts of all slices; each has the number of its first pixel's order: by slice, row, column.</summary>
    public int PartCount => parent.Count;

    /// <summary>Finds the components: one pass through the volume.</summary>
    /// <exception cref="SegException">What reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Find(RunOptions options)
    {
        var previous = new SliceRuns();
        var current = new SliceRuns();
        for (int z = 0; z < volume.Depth; z++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            firstPart[z] = PartCount;
            int count = Read(volume.ReadSlice(z), z, current);
            for (int part = 0; part < count; part++)
            {
                parent.Add(PartCount);
                size.Add(0);
                label.Add(0);
                border.Add(false);
            }

            Count(current, z);
            if (z > 0)
            {
                Join(previous, current);
            }

            (previous, current) = (current, previous);
            options.Progress?.Report((z + 1.0) / volume.Depth);
        }

        for (int part = 0; part < PartCount; part++)
        {
            int root = Root(part);
            if (root != part)
            {
                size[root] += size[part];
                border[root] |= border[part];
            }
        }
    }

    /// <summary>The first part of the component that a part belongs to: the component's number.</summary>
    public int Root(int part)
    {
        while (parent[part] != part)
        {
            parent[part] = parent[parent[part]];
            part = parent[part];
        }

        return part;
    }

    /// <summary>Pixels of a component, after <see cref="Find"/>.</summary>
    public long SizeOf(int root) => size[root];

    /// <summary>Class index of the first pixel of a component.</summary>
    public int LabelOf(int root) => label[root];

    /// <summary>Whether a component reaches the border of the volume; in a volume of one slice, that of the slice.</summary>
    public bool ReachesBorder(int root) => border[root];

    /// <summary>Reads the runs of a slice with the parts they belong to, counted from that of the slice.</summary>
    /// <returns>The number of parts.</returns>
    private int Read(SegLabels slice, int z, SliceRuns runs)
    {
        runs.Fill(slice, z, wanted);
        return SliceParts.Find(runs, volume.Height, connectivity, kindOf);
    }

    /// <summary>Reads the runs of a slice; the object of each is the number of its part.</summary>
    /// <returns>The slice.</returns>
    public SegLabels ReadParts(int z, SliceRuns runs)
    {
        SegLabels slice = volume.ReadSlice(z);
        Read(slice, z, runs);
        foreach (ref int part in runs.Object.AsSpan(0, runs.Count))
        {
            part += firstPart[z];
        }

        return slice;
    }

    private void Count(SliceRuns runs, int z)
    {
        bool endSlice = volume.Depth > 1 && (z == 0 || z == volume.Depth - 1);
        for (int y = 0; y < volume.Height; y++)
        {
            bool endRow = endSlice || y == 0 || y == volume.Height - 1;
            (int from, int to) = runs.Row(y);
            for (int run = from; run < to; run++)
            {
                int part = runs.Object[run] += firstPart[z];
                label[part] = size[part] == 0 ? runs.Label(run) : label[part];
                size[part] += runs.End(run) - runs.Start(run);
                border[part] |= endRow || runs.Start(run) == 0 || runs.End(run) == volume.Width;
            }
        }
    }

    private void Join(SliceRuns previous, SliceRuns current)
    {
        for (int y = 0; y < volume.Height; y++)
        {
            for (int row = Math.Max(0, y - 1); row <= Math.Min(volume.Height - 1, y + 1); row++)
            {
                if (connectivity.Reach(1, row - y) is int reach and >= 0)
                {
                    RunContacts.Each(current, y, previous, row, reach, Meet);
                }
            }
        }

        void Meet(int run, int other)
        {
            if (kindOf[current.Label(run)] == kindOf[previous.Label(other)])
            {
                Unite(current.Object[run], previous.Object[other]);
            }
        }
    }

    // The first part stays on top: it is the number of the component.
    private void Unite(int a, int b)
    {
        a = Root(a);
        b = Root(b);
        parent[Math.Max(a, b)] = Math.Min(a, b);
    }
}
