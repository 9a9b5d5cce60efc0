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
    private readonly SortedDictionary<int, Region> regions = [];

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
        if (!regions.TryGetValue(component, out Region? region))
        {
            return components.LabelOf(component);
        }

        while (region.MergedInto is { } other)
        {
            region = other;
        }

        return region.Label;
    }

    /// <summary>Gives small regions away until none is left that has a neighbour.</summary>
    public void Merge()
    {
        // Every round joins at least one region to another, so there are fewer after it and the loop ends.
        for (bool changed = true; changed;)
        {
            Region[] small = [.. Alive().Where(IsSmall)];
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

    private IEnumerable<Region> Alive() => regions.Values.Where(r => r.MergedInto is null);

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

    private void JoinEqualNeighbours(Region region)
    {
        while (region.MergedInto is { } other)
        {
            region = other;
        }

        while (region.Faces.Keys.Select(key => regions[key]).FirstOrDefault(n => n.Label == region.Label) is { } equal)
        {
            region = Join(region, equal);
        }
    }

    // The one with the lower number stays: it is the first by slice, row and column.
    private Region Join(Region a, Region b)
    {
        (Region kept, Region gone) = a.Number < b.Number ? (a, b) : (b, a);
        kept.Size += gone.Size;
        gone.MergedInto = kept;
        foreach ((int component, long faces) in gone.Faces)
        {
            Dictionary<int, long> theirs = regions[component].Faces;
            theirs.Remove(gone.Number);
            if (component != kept.Number)
            {
                kept.Faces[component] = kept.Faces.GetValueOrDefault(component) + faces;
                theirs[kept.Number] = theirs.GetValueOrDefault(kept.Number) + faces;
            }
        }

        gone.Faces.Clear();
        return kept;
    }

    private sealed class Region(int number, int label, long size)
    {
        public int Number { get; } = number;

        public int Label { get; set; } = label;

        public long Size { get; set; } = size;

        public int Wanted { get; set; }

        public Region? MergedInto { get; set; }

        // Faces shared with every neighbour, by its number; 0 where they meet at an edge or corner only.
        public Dictionary<int, long> Faces { get; } = [];
    }
}
