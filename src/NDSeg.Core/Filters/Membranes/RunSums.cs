using System.Collections.Concurrent;

namespace NDSeg.Filters.Membranes;

/// <summary>
/// How the sums under the 30 line masks are put together: planes of run sums (2, 3, 5, ... pixels downwards or to the
/// right) that many masks share, then for every mask the few run sums it is made of.
/// </summary>
internal sealed class RunSums
{
    /// <summary>A run length is worth a plane of its own when at least this many terms read it.</summary>
    private const int SharedFrom = 4;

    private static readonly ConcurrentDictionary<int, RunSums> Known = new();

    private readonly List<Plane> planes = [new Plane(-1, -1, 0, 0)];
    private readonly Dictionary<(bool Vertical, int Length), int> runs = [];

    private RunSums(int size, IReadOnlyList<byte[]> kernels)
    {
        Half = size / 2;
        OnesOfKernels = [.. kernels.Select(k => k.Sum(v => (int)v))];
        var shapes = kernels.Select(k => Runs(k, size)).ToList();
        var uses = new Dictionary<(bool, int), int>();
        foreach (Run run in shapes.SelectMany(s => s))
        {
            uses[(run.Vertical, run.Length)] = uses.GetValueOrDefault((run.Vertical, run.Length)) + 1;
        }

        foreach (bool vertical in (bool[])[false, true])
        {
            runs[(vertical, 1)] = 0;
            foreach (int length in uses.Where(u => u.Key.Item1 == vertical && u.Key.Item2 > 1 && u.Value >= SharedFrom).Select(u => u.Key.Item2).Order())
            {
                AddRun(vertical, length);
            }
        }

        Terms = [.. shapes.Select(shape => shape.SelectMany(Split).ToArray())];
        Planes = [.. planes];
        Extents = FindExtents();
    }

    /// <summary>Half the kernel's edge: rows and columns of halo.</summary>
    internal int Half { get; }

    /// <summary>The number of ones in every kernel.</summary>
    internal int[] OnesOfKernels { get; }

    /// <summary>Most ones in a kernel.</summary>
    internal int Ones => OnesOfKernels.Max();

    /// <summary>Plane 0 is the image, every other the sum of two earlier ones, the second one shifted.</summary>
    internal Plane[] Planes { get; }

    /// <summary>For every kernel the planes and shifts to add up.</summary>
    internal Term[][] Terms { get; }

    /// <summary>For every plane the smallest and greatest shift it is read with.</summary>
    internal Extent[] Extents { get; }

    /// <summary>The decomposition for masks of an edge length; made once per process.</summary>
    internal static RunSums Of(int size) => Known.GetOrAdd(size, s => new RunSums(s, LineMasks.Create(s)));

    private static List<Run> Runs(byte[] kernel, int size)
    {
        // The filter is a convolution: the kernel is read point-mirrored (which changes nothing for symmetric ones).
        var down = new List<Run>();
        var right = new List<Run>();
        bool At(int y, int x) => kernel[((size - 1 - y) * size) + size - 1 - x] != 0;
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b < size; b++)
            {
                if (At(a, b) && (b == 0 || !At(a, b - 1)))
                {
                    int length = 1;
                    while (b + length < size && At(a, b + length))
                    {
                        length++;
                    }

                    right.Add(new Run(false, length, a - (size / 2), b - (size / 2)));
                }

                if (At(b, a) && (b == 0 || !At(b - 1, a)))
                {
                    int length = 1;
                    while (b + length < size && At(b + length, a))
                    {
                        length++;
                    }

                    down.Add(new Run(true, length, b - (size / 2), a - (size / 2)));
                }
            }
        }

        return right.Count < down.Count ? right : down;
    }

    private int AddRun(bool vertical, int length)
    {
        if (runs.TryGetValue((vertical, length), out int known))
        {
            return known;
        }

        int first = runs.Keys.Where(k => k.Item1 == vertical && k.Item2 < length).Max(k => k.Item2);
        int second = AddRun(vertical, length - first);
        planes.Add(new Plane(runs[(vertical, first)], second, vertical ? first : 0, vertical ? 0 : first));
        return runs[(vertical, length)] = planes.Count - 1;
    }

    private IEnumerable<Term> Split(Run run)
    {
        int done = 0;
        while (done < run.Length)
        {
            int length = runs.Keys.Where(k => k.Vertical == run.Vertical && k.Length <= run.Length - done).Max(k => k.Length);
            yield return new Term(runs[(run.Vertical, length)], run.Y + (run.Vertical ? done : 0), run.X + (run.Vertical ? 0 : done));
            done += length;
        }
    }

    private Extent[] FindExtents()
    {
        var extents = new Extent[Planes.Length];
        void Read(int plane, int top, int bottom, int left, int right)
        {
            Extent e = extents[plane];
            extents[plane] = new Extent(Math.Min(e.Top, top), Math.Max(e.Bottom, bottom), Math.Min(e.Left, left), Math.Max(e.Right, right));
        }

        foreach (Term term in Terms.SelectMany(t => t))
        {
            Read(term.Plane, term.Y, term.Y, term.X, term.X);
        }

        for (int p = Planes.Length - 1; p > 0; p--)
        {
            Plane plane = Planes[p];
            Extent e = extents[p];
            Read(plane.First, e.Top, e.Bottom, e.Left, e.Right);
            Read(plane.Second, e.Top + plane.Y, e.Bottom + plane.Y, e.Left + plane.X, e.Right + plane.X);
        }

        return extents;
    }

    /// <summary>value(y, x) = First(y, x) + Second(y + Y, x + X).</summary>
    internal readonly record struct Plane(int First, int Second, int Y, int X);

    /// <summary>One summand of a kernel: a plane at a shift.</summary>
    internal readonly record struct Term(int Plane, int Y, int X);

    /// <summary>Rows and columns a plane is needed in, beside the tile's own.</summary>
    internal readonly record struct Extent(int Top, int Bottom, int Left, int Right);

    private readonly record struct Run(bool Vertical, int Length, int Y, int X);
}
