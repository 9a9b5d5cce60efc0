namespace NDSeg.Evaluation;

/// <summary>
/// A label map as horizontal runs of equal labels, on which connected regions are found, measured and relabelled without
/// touching pixels.
/// </summary>
internal sealed class LabelRuns
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
        // Every round joins at least one region to another, so there are fewer after it and the loop ends.
        for (bool changed = true; changed;)
        {
            cancellation.ThrowIfCancellationRequested();
            Join(diagonal: true, (a, b) => label[a] == label[b]);
            long[] size = Sizes();
            Dictionary<(int Region, int Neighbour), long> borders = Borders(region => IsSmall(region));
            int[] small = [.. Enumerable.Range(0, parent.Length).Where(r => Find(r) == r && IsSmall(r)).OrderBy(r => size[r])];
            var wanted = new Dictionary<int, ushort>();
            ILookup<int, KeyValuePair<(int Region, int Neighbour), long>> bordersOf = borders.ToLookup(b => b.Key.Region);
            foreach (int region in small)
            {
                if (Choose(bordersOf[region], neighbour => !IsSmall(neighbour)) is ushort chosen)
                {
                    wanted[region] = chosen;
                }
            }

            if (wanted.Count == 0)
            {
                // Only small regions border on small regions: each joins one that stays, the smallest first.
                var staying = new HashSet<int>();
                foreach (int region in small)
                {
                    if (!staying.Contains(region) && Choose(bordersOf[region], neighbour => !wanted.ContainsKey(neighbour)) is ushort chosen)
                    {
                        wanted[region] = chosen;
                        staying.UnionWith(bordersOf[region].Select(b => b.Key.Neighbour).Where(n => label[n] == chosen && !wanted.ContainsKey(n)));
                    }
                }
            }

            changed = wanted.Count > 0;
            for (int run = 0; run < parent.Length && changed; run++)
            {
                if (wanted.TryGetValue(Find(run), out ushort chosen))
                {
                    label[run] = chosen;
                }
            }

            bool IsSmall(int region) => size[region] < minimum && touched[label[region]];
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

    private ushort? Choose(IEnumerable<KeyValuePair<(int Region, int Neighbour), long>> borders, Predicate<int> accepts)
    {
        var length = new SortedDictionary<ushort, long>();
        foreach (((int _, int neighbour), long border) in borders)
        {
            if (accepts(neighbour))
            {
                length[label[neighbour]] = length.GetValueOrDefault(label[neighbour]) + border;
            }
        }

        return length.Count == 0 ? null : length.MaxBy(l => l.Value).Key;
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

    // Lengths of the 4-neighbour borders between the regions asked for and their labelled neighbours of other classes.
    private Dictionary<(int Region, int Neighbour), long> Borders(Predicate<int> asked)
    {
        var borders = new Dictionary<(int, int), long>();
        for (int y = 0; y < height; y++)
        {
            int above = y == 0 ? 0 : rowStart[y - 1];
            for (int run = rowStart[y]; run < rowStart[y + 1]; run++)
            {
                if (run > rowStart[y])
                {
                    Meet(run - 1, run, 1);
                }

                if (y == 0)
                {
                    continue;
                }

                while (end[above] <= start[run])
                {
                    above++;
                }

                for (int other = above; other < rowStart[y] && start[other] < end[run]; other++)
                {
                    Meet(other, run, Math.Min(end[other], end[run]) - Math.Max(start[other], start[run]));
                }
            }
        }

        return borders;

        void Meet(int a, int b, long length)
        {
            if (label[a] == label[b] || label[a] == 0 || label[b] == 0)
            {
                return;
            }

            a = Find(a);
            b = Find(b);
            Add(a, b, length);
            Add(b, a, length);
        }

        void Add(int region, int neighbour, long length)
        {
            if (asked(region))
            {
                borders[(region, neighbour)] = borders.GetValueOrDefault((region, neighbour)) + length;
            }
        }
    }
}
