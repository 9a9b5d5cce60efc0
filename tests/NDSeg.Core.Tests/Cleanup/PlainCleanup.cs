using NDSeg.Cleanup;
using NDSeg.Images;
using NDSeg.Core.Tests.Quality;

namespace NDSeg.Core.Tests.Cleanup;

/// <summary>The rules of the cleanup of volumes, carried out voxel by voxel on an array.</summary>
internal sealed class PlainCleanup(int depth, int height, int width, byte[] labels, int classes)
{
    private byte[] labels = labels;

    public byte[] Slice(int z) => labels[(z * height * width)..((z + 1) * height * width)];

    public SegLabelVolume ToVolume(VoxelSize? voxelSize)
    {
        SegClass[] all = LabelMaps.Classes([.. Enumerable.Range(1, classes).Select(v => (long)v)]);
        return SegLabelVolume.FromSlices([.. Enumerable.Range(0, depth).Select(z => new SegLabels(height, width, Slice(z), all))], voxelSize);
    }

    public void Apply(LabelCleanupOptions options, double stepZ)
    {
        bool[] touched = [false, .. Enumerable.Range(1, classes).Select(c => options.ClassIndices?.Contains(c) != false)];
        if (options.MajorityRadius > 0)
        {
            Majority(options.MajorityRadius, stepZ, touched);
        }

        if (options.MinimumRegionSize > 1)
        {
            RemoveSmall(options.MinimumRegionSize, touched);
        }

        for (int c = 1; c <= classes && options.MaximumHoleSize > 0; c++)
        {
            FillHoles(c, options.MaximumHoleSize);
        }
    }

    private void Majority(int radius, double stepZ, bool[] touched)
    {
        var result = (byte[])labels.Clone();
        for (int at = 0; at < labels.Length; at++)
        {
            var counts = new int[classes + 1];
            for (int other = 0; other < labels.Length; other++)
            {
                double dz = (other / (height * width) - at / (height * width)) * stepZ;
                int dy = (other / width % height) - (at / width % height);
                int dx = (other % width) - (at % width);
                counts[labels[other]] += (dz * dz) + (dy * dy) + (dx * dx) <= radius * radius ? 1 : 0;
            }

            counts[0] = 0;
            int own = labels[at];
            result[at] = (byte)(!touched[own] || counts[own] == counts.Max() ? own : Array.IndexOf(counts, counts.Max()));
        }

        labels = result;
    }

    private void RemoveSmall(long minimum, bool[] touched)
    {
        while (true)
        {
            List<List<int>> regions = Regions(i => labels[i], most: 3);
            var regionOf = new Dictionary<int, int>();
            for (int r = 0; r < regions.Count; r++)
            {
                regions[r].ForEach(i => regionOf[i] = r);
            }

            bool Small(int r) => regions[r].Count < minimum && touched[labels[regions[r][0]]];
            byte Label(int r) => labels[regions[r][0]];
            int[] small = [.. Enumerable.Range(0, regions.Count).Where(Small)];
            var wanted = new byte[regions.Count];
            foreach (int r in small)
            {
                wanted[r] = Longest(regions[r], regionOf, n => !Small(n));
            }

            if (wanted.All(w => w == 0))
            {
                var staying = new HashSet<int>();
                foreach (int r in small.OrderBy(r => regions[r].Count))
                {
                    if (!staying.Contains(r))
                    {
                        wanted[r] = Longest(regions[r], regionOf, n => wanted[n] == 0);
                        staying.UnionWith(Faces(regions[r], regionOf).Where(n => wanted[n] == 0 && Label(n) == wanted[r]));
                    }
                }
            }

            if (wanted.All(w => w == 0))
            {
                return;
            }

            for (int r = 0; r < regions.Count; r++)
            {
                regions[r].ForEach(i => labels[i] = wanted[r] != 0 ? wanted[r] : labels[i]);
            }
        }
    }

    private byte Longest(List<int> region, Dictionary<int, int> regionOf, Predicate<int> accepts)
    {
        var shared = new int[classes + 1];
        foreach (int i in region)
        {
            foreach (int n in Neighbours(i, most: 1))
            {
                shared[labels[n]] += labels[n] != 0 && labels[n] != labels[i] && accepts(regionOf[n]) ? 1 : 0;
            }
        }

        return shared.Max() == 0 ? (byte)0 : (byte)Array.IndexOf(shared, shared.Max());
    }

    private IEnumerable<int> Faces(List<int> region, Dictionary<int, int> regionOf)
        => region.SelectMany(i => Neighbours(i, most: 1)).Where(n => labels[n] != 0 && regionOf[n] != regionOf[region[0]]).Select(n => regionOf[n]).Distinct();

    private void FillHoles(int c, long maximum)
    {
        foreach (List<int> hole in Regions(i => labels[i] == c ? 0 : 1, most: 1))
        {
            bool open = hole.Any(i => (depth > 1 && (i / (height * width) == 0 || i / (height * width) == depth - 1))
                || i / width % height == 0 || i / width % height == height - 1 || i % width == 0 || i % width == width - 1);
            if (!open && hole.Count <= maximum)
            {
                hole.ForEach(i => labels[i] = labels[i] == 0 ? (byte)0 : (byte)c);
            }
        }
    }

    // The connected sets of voxels of one kind, 0 being none, in the order of their first voxels.
    private List<List<int>> Regions(Func<int, int> kind, int most)
    {
        var seen = new bool[labels.Length];
        var found = new List<List<int>>();
        for (int start = 0; start < labels.Length; start++)
        {
            if (seen[start] || kind(start) == 0)
            {
                continue;
            }

            seen[start] = true;
            List<int> region = [start];
            for (int next = 0; next < region.Count; next++)
            {
                foreach (int n in Neighbours(region[next], most))
                {
                    if (!seen[n] && kind(n) == kind(start))
                    {
                        seen[n] = true;
                        region.Add(n);
                    }
                }
            }

            found.Add(region);
        }

        return found;
    }

    // Neighbours that differ in at most so many places.
    private IEnumerable<int> Neighbours(int at, int most)
    {
        int z = at / (height * width);
        int y = at / width % height;
        int x = at % width;
        for (int dz = -1; dz <= 1; dz++)
        {
            for (int dy = -1; dy <= 1; dy++)
            {
                for (int dx = -1; dx <= 1; dx++)
                {
                    int differing = Math.Abs(dz) + Math.Abs(dy) + Math.Abs(dx);
                    if (differing > 0 && differing <= most && z + dz >= 0 && z + dz < depth && y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width)
                    {
                        yield return ((((z + dz) * height) + y + dy) * width) + x + dx;
                    }
                }
            }
        }
    }
}
