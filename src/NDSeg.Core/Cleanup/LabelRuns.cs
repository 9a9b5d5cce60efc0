namespace NDSeg.Cleanup;

/// <summary>
/// A label map as horizontal runs of equal labels, on which connected regions are found, measured and relabelled without
/// touching pixels.
/// </summary>
internal sealed partial class LabelRuns
{
    private readonly int height;
    private readonly int width;
    private readonly CancellationToken cancellation;

    // Runs of row y: rowStart[y] up to rowStart[y + 1]. A run covers columns start (inclusive) to end (exclusive).
    private readonly int[] rowStart;
    private readonly int[] start;
    private readonly int[] end;
    private readonly ushort[] label;
    private readonly int[] parent;

    public LabelRuns(ushort[] labels, int height, int width, CancellationToken cancellation)
    {
        this.height = height;
        this.width = width;
        this.cancellation = cancellation;
        rowStart = new int[height + 1];
        int count = 0;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<ushort> row = labels.AsSpan(y * width, width);
            for (int x = 0; x < width; x++)
            {
                count += x == 0 || row[x] != row[x - 1] ? 1 : 0;
            }

            rowStart[y + 1] = count;
        }

        start = new int[count];
        end = new int[count];
        label = new ushort[count];
        parent = new int[count];
        for (int y = 0, run = -1; y < height; y++)
        {
            ReadOnlySpan<ushort> row = labels.AsSpan(y * width, width);
            for (int x = 0; x < width; x++)
            {
                if (x == 0 || row[x] != row[x - 1])
                {
                    run++;
                    start[run] = x;
                    label[run] = row[x];
                }

                end[run] = x + 1;
            }
        }
    }

    /// <summary>Writes the labels back.</summary>
    public void Paint(ushort[] labels)
    {
        for (int y = 0; y < height; y++)
        {
            for (int run = rowStart[y]; run < rowStart[y + 1]; run++)
            {
                labels.AsSpan((y * width) + start[run], end[run] - start[run]).Fill(label[run]);
            }
        }
    }

    /// <summary>Gives small 8-connected regions of the touched classes to their neighbours.</summary>
    public void RemoveSmallRegions(long minimum, bool[] touched)
    {
        var wanted = new ushort[parent.Length];
        var shared = new long[touched.Length];

        // Every round joins at least one region to another, so there are fewer after it and the loop ends.
        for (bool changed = true; changed;)
        {
            cancellation.ThrowIfCancellationRequested();
            Join(diagonal: true, (a, b) => label[a] == label[b]);
            long[] size = Sizes();
            bool IsSmall(int region) => size[region] < minimum && touched[label[region]];
            int[] small = [.. Enumerable.Range(0, parent.Length).Where(run => parent[run] == run && IsSmall(run))];
            (int[] first, Border[] borders) = Borders(IsSmall);
            Array.Clear(wanted);
            changed = false;
            foreach (int region in small)
            {
                wanted[region] = Choose(borders.AsSpan(first[region]..first[region + 1]), shared, neighbour => !IsSmall(neighbour));
                changed |= wanted[region] != 0;
            }

            if (!changed)
            {
                changed = JoinSmallOnes(small, size, first, borders, wanted, shared);
            }

            for (int run = 0; run < parent.Length && changed; run++)
            {
                ushort chosen = wanted[Find(run)];
                label[run] = chosen != 0 ? chosen : label[run];
            }
        }
    }

    /// <summary>Fills holes of the touched classes, class by class.</summary>
    public void FillHoles(long maximum, bool[] touched)
    {
        var occurs = new bool[touched.Length];
        foreach (ushort one in label)
        {
            occurs[one] = true;
        }

        for (int c = 1; c < touched.Length; c++)
        {
            if (!touched[c] || !occurs[c])
            {
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            Join(diagonal: false, (a, b) => label[a] != c && label[b] != c);
            long[] size = Sizes();
            bool[] open = ReachingBorder();
            for (int run = 0; run < parent.Length; run++)
            {
                int region = Find(run);
                if (label[run] != c && label[run] != 0 && !open[region] && size[region] <= maximum)
                {
                    label[run] = (ushort)c;
                }
            }
        }
    }

    // Where small regions border on small ones only: each joins one that stays as it is, the smallest first.
    private bool JoinSmallOnes(int[] small, long[] size, int[] first, Border[] borders, ushort[] wanted, long[] shared)
    {
        bool changed = false;
        var staying = new bool[parent.Length];
        foreach (int region in small.OrderBy(r => size[r]))
        {
            if (staying[region])
            {
                continue;
            }

            ReadOnlySpan<Border> own = borders.AsSpan(first[region]..first[region + 1]);
            wanted[region] = Choose(own, shared, neighbour => wanted[neighbour] == 0);
            changed |= wanted[region] != 0;
            foreach (Border border in own)
            {
                staying[border.Neighbour] |= wanted[border.Neighbour] == 0 && label[border.Neighbour] == wanted[region];
            }
        }

        return changed;
    }

    // The class with the longest border, the first among equals; 0 when no neighbour is accepted.
    private ushort Choose(ReadOnlySpan<Border> borders, long[] shared, Predicate<int> accepts)
    {
        ushort best = 0;
        foreach (Border border in borders)
        {
            if (accepts(border.Neighbour))
            {
                ushort c = label[border.Neighbour];
                shared[c] += border.Length;
                best = best == 0 || shared[c] > shared[best] || (shared[c] == shared[best] && c < best) ? c : best;
            }
        }

        foreach (Border border in borders)
        {
            shared[label[border.Neighbour]] = 0;
        }

        return best;
    }

    // Unites touching runs that belong together; afterwards Find gives the first run of a region.
    private void Join(bool diagonal, Func<int, int, bool> together)
    {
        for (int run = 0; run < parent.Length; run++)
        {
            parent[run] = run;
        }

        int reach = diagonal ? 1 : 0;
        for (int y = 0; y < height; y++)
        {
            for (int run = rowStart[y] + 1; run < rowStart[y + 1]; run++)
            {
                Unite(run - 1, run);
            }

            int above = y == 0 ? 0 : rowStart[y - 1];
            for (int run = rowStart[y]; y > 0 && run < rowStart[y + 1]; run++)
            {
                while (end[above] + reach <= start[run])
                {
                    above++;
                }

                for (int other = above; other < rowStart[y] && start[other] < end[run] + reach; other++)
                {
                    Unite(other, run);
                }
            }
        }

        void Unite(int a, int b)
        {
            if (together(a, b))
            {
                a = Find(a);
                b = Find(b);
                (a, b) = a < b ? (a, b) : (b, a);
                parent[b] = a;
            }
        }
    }

    private int Find(int run)
    {
        while (parent[run] != run)
        {
            parent[run] = parent[parent[run]];
            run = parent[run];
        }

        return run;
    }

    private long[] Sizes()
    {
        var size = new long[parent.Length];
        for (int run = 0; run < parent.Length; run++)
        {
            size[Find(run)] += end[run] - start[run];
        }

        return size;
    }

    private bool[] ReachingBorder()
    {
        var reaching = new bool[parent.Length];
        for (int y = 0; y < height; y++)
        {
            for (int run = rowStart[y]; run < rowStart[y + 1]; run++)
            {
                if (y == 0 || y == height - 1 || start[run] == 0 || end[run] == width)
                {
                    reaching[Find(run)] = true;
                }
            }
        }

        return reaching;
    }
}
