using NDSeg.Features;

namespace NDSeg.Torch.Filters;

/// <summary>
/// How the membrane kernels are added up: every kernel is a handful of horizontal or vertical runs of ones, and the
/// kernels share the run sums. For the 30 kernels of 15 x 15 that is about 200 additions per pixel instead of 442.
/// </summary>
internal sealed class MembranePlan
{
    /// <summary>Plans the kernels of <see cref="MembraneKernels"/>.</summary>
    /// <param name="size">Edge length, odd.</param>
    public MembranePlan(int size)
    {
        Radius = size / 2;
        Kernels = [.. MembraneKernels.Create(size).Select(kernel => Split(Ones(kernel, size)))];
    }

    /// <summary>Consecutive ones.</summary>
    /// <param name="Vertical">Down a column; otherwise along a row.</param>
    /// <param name="Length">How many.</param>
    /// <param name="Dy">Row of the first one relative to the centre.</param>
    /// <param name="Dx">Column of the first one relative to the centre.</param>
    public readonly record struct Run(bool Vertical, int Length, int Dy, int Dx);

    /// <summary>The runs of every kernel.</summary>
    public IReadOnlyList<IReadOnlyList<Run>> Kernels { get; }

    /// <summary>Pixels a kernel reaches over its centre.</summary>
    public int Radius { get; }

    private static List<(int Dy, int Dx)> Ones(byte[] kernel, int size)
        => [.. Enumerable.Range(0, kernel.Length).Where(i => kernel[i] == 1).Select(i => ((i / size) - (size / 2), (i % size) - (size / 2)))];

    private static List<Run> Split(List<(int Dy, int Dx)> ones)
    {
        List<Run> rows = Runs(ones.Select(o => (Line: o.Dy, Place: o.Dx)), (line, place, length) => new Run(false, length, line, place));
        List<Run> columns = Runs(ones.Select(o => (Line: o.Dx, Place: o.Dy)), (line, place, length) => new Run(true, length, place, line));
        return rows.Count <= columns.Count ? rows : columns;
    }

    private static List<Run> Runs(IEnumerable<(int Line, int Place)> ones, Func<int, int, int, Run> make)
    {
        var runs = new List<Run>();
        (int Line, int Start, int Length) open = default;
        foreach ((int line, int place) in ones.Order())
        {
            if (open.Length > 0 && line == open.Line && place == open.Start + open.Length)
            {
                open.Length++;
                continue;
            }

            if (open.Length > 0)
            {
                runs.Add(make(open.Line, open.Start, open.Length));
            }

            open = (line, place, 1);
        }

        if (open.Length > 0)
        {
            runs.Add(make(open.Line, open.Start, open.Length));
        }

        return runs;
    }
}
