using NDSeg.Objects;

namespace NDSeg.Cleanup;

/// <summary>
/// Small regions, their neighbours and the faces they share. Merges them as <see cref="LabelRuns.RemoveSmallRegions"/> does, without
/// touching voxels.
/// </summary>
internal sealed class RegionGraph
{
    private readonly VolumeComponents components;
    private readonly long minimum;
    private readonly bool[] touched;

    // By the number of the component, small ones and their neighbours only.
    private readonly Dictionary<int, Region> regions = [];

    public RegionGraph(VolumeComponents components, long minimum, bool[] touched)
    {
        this.components = components;
        this.minimum = minimum;
        this.touched = touched;
    }

    /// <summary>Notes that two parts meet; only where one belongs to a small region and their classes differ.</summary>
    /// <param name="part">A part.</param>
    /// <param name="other">Another.</param>
    /// <param name="faces">Faces they share; 0 where they meet at an edge or corner.</param>
    public void Add(int part, int other, int faces)
    {
        int a = components.Root(part);
        int b = components.Root(other);
        if (a == b || (!StartsSmall(a) && !StartsSmall(b)))
        {
            return;
        }

        Region first = RegionOf(a);
        Region second = RegionOf(b);
        first.Faces[b] = first.Faces.GetValueOrDefault(b) + faces;
        second.Faces[a] = second.Faces.GetValueOrDefault(a) + faces;
    }

    /// <summary>The class index of a component: its own, or the one it was given to.</summary>
    public int LabelOf(int component)
    {
        return regions.TryGetValue(component, out Region? region) ? Top(region).Label : components.LabelOf(component);
    }

    /// <summary>Gives small regions away until none is left that has a neighbour.</summary>
    public void Merge()
    {
        // Every round joins at least one region to another, so there are fewer after it and the loop ends.
        for (bool changed = true; changed;)
        {
            Region[] small = [.. regions.Values.Where(r => r.MergedInto is null && IsSmall(r)).OrderBy(r => r.Order)];
            foreach (Region region in small)
            {
                region.Wanted = Choose(region, neighbour => !IsSmall(neighbour));
            }

            changed = small.Any(r => r.Wanted != 0) || JoinSmallOnes(small);
            Region[] given = [.. small.Where(r => r.Wanted != 0)];
            foreach (Region region in given)
            {
                (region.Label, region.Wanted) = (region.Wanted, 0);
            }

            foreach (Region region in given)
            {
                JoinEqualNeighbours(region);
            }
        }
    }

    private bool IsSmall(Region region) => region.Size < minimum && touched[region.Label];

    private bool StartsSmall(int component) => components.SizeOf(component) < minimum && touched[components.LabelOf(component)];

    private Region RegionOf(int component)
    {
        if (!regions.TryGetValue(component, out Region? region))
        {
            region = new Region(component, components.LabelOf(component), components.SizeOf(component));
            regions.Add(component, region);
        }

        return region;
    }

    // The class with most shared faces, the first among equals; 0 when no neighbour is accepted.
    private int Choose(Region region, Predicate<Region> accepts)
    {
        var shared = new SortedDictionary<int, long>();
        foreach ((int component, long faces) in region.Faces)
        {
            Region neighbour = regions[component];
            if (faces > 0 && accepts(neighbour))
            {
                shared[neighbour.Label] = shared.GetValueOrDefault(neighbour.Label) + faces;
            }
        }

        return shared.Count == 0 ? 0 : shared.MaxBy(pair => pair.Value).Key;
    }

    // Where small regions border on small ones only: each joins one that stays as it is, the smallest first.
    private bool JoinSmallOnes(Region[] small)
    {
        bool changed = false;
        var staying = new HashSet<Region>();
        foreach (Region region in small.OrderBy(r => r.Size))
        {
            if (staying.Contains(region))
            {
                continue;
            }

            region.Wanted = Choose(region, neighbour => neighbour.Wanted == 0);
            changed |= region.Wanted != 0;
            staying.UnionWith(region.Faces.Where(f => f.Value > 0).Select(f => regions[f.Key]).Where(n => n.Wanted == 0 && n.Label == region.Wanted));
        }

        return changed;
    }

    // Regions of one class that meet are one region. Of two that meet one was given to the class, and its neighbours are looked at here
    // or, where it was joined to another before, when that happened.
    private void JoinEqualNeighbours(Region region)
    {
        if (region.MergedInto is not null)
        {
            return;
        }

        var equal = new Stack<Region>(region.Faces.Keys.Select(key => regions[key]).Where(n => n.Label == region.Label));
        while (equal.TryPop(out Region? other))
        {
            other = Top(other);
            if (other != region)
            {
                region = Join(region, other, equal);
            }
        }
    }

    // The one with more neighbours stays, so that few are moved.
    private Region Join(Region a, Region b, Stack<Region> equal)
    {
        (Region kept, Region gone) = a.Faces.Count >= b.Faces.Count ? (a, b) : (b, a);
        kept.Size += gone.Size;
        kept.Order = Math.Min(kept.Order, gone.Order);
        gone.MergedInto = kept;
        foreach ((int component, long faces) in gone.Faces)
        {
            Region neighbour = regions[component];
            neighbour.Faces.Remove(gone.Key);
            if (neighbour != kept)
            {
                kept.Faces[component] = kept.Faces.GetValueOrDefault(component) + faces;
                neighbour.Faces[kept.Key] = neighbour.Faces.GetValueOrDefault(kept.Key) + faces;
                if (neighbour.Label == kept.Label)
                {
                    equal.Push(neighbour);
                }
            }
        }

        gone.Faces.Clear();
        return kept;
    }

    private static Region Top(Region region)
    {
        while (region.MergedInto is { } other)
        {
            // Paths stay short: every second one is skipped for the next time.
            region.MergedInto = other.MergedInto ?? other;
            region = other;
        }

        return region;
    }

    private sealed class Region(int key, int label, long size)
    {
        // The number of the component it began as.
        public int Key { get; } = key;

        // The lowest number of those it is made of: that of the first by slice, row and column.
        public int Order { get; set; } = key;

        public int Label { get; set; } = label;

        public long Size { get; set; } = size;

        public int Wanted { get; set; }

        public Region? MergedInto { get; set; }

        // Faces shared with every neighbour, by its key; 0 where they meet at an edge or corner only.
        public Dictionary<int, long> Faces { get; } = [];
    }
}
