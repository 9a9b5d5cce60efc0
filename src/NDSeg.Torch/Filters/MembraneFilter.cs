using NDSeg.Features;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters;

/// <summary>The membrane projections of a band and what is made of them.</summary>
internal sealed class MembraneFilter : IDisposable
{
    private readonly MembranePlan plan;
    private readonly SelectionNetwork median;
    private readonly Tensor half;
    private readonly Tensor count;

    /// <summary>Prepares the constants.</summary>
    public MembraneFilter(MembranePlan plan, Device device)
    {
        this.plan = plan;
        int kernels = plan.Kernels.Count;
        median = new SelectionNetwork(kernels, [(kernels - 1) / 2, kernels / 2]);
        half = tensor(0.5f, device: device);
        count = tensor((float)kernels, device: device);
    }

    /// <summary>Pixels a projection reaches over its centre.</summary>
    public int Radius => plan.Radius;

    /// <summary>Computes the wanted maps and hands each one over.</summary>
    /// <param name="padded">The band, mirrored by <see cref="Radius"/> pixels on every side.</param>
    /// <param name="wanted">Which maps are wanted.</param>
    /// <param name="store">Receives a map; it does not own the tensor.</param>
    public void Compute(Tensor padded, Func<FeatureKind, bool> wanted, Action<FeatureKind, Tensor> store)
    {
        Tensor[] planes = Project(padded);
        try
        {
            if (wanted(FeatureKind.MembraneMax))
            {
                using Tensor greatest = Fold(planes, maximum);
                store(FeatureKind.MembraneMax, greatest);
            }

            if (wanted(FeatureKind.MembraneMin))
            {
                using Tensor least = Fold(planes, minimum);
                store(FeatureKind.MembraneMin, least);
            }

            Sums(planes, wanted, store);
            if (wanted(FeatureKind.MembraneMedian))
            {
                using Tensor middle = Median(planes);
                store(FeatureKind.MembraneMedian, middle);
            }
        }
        finally
        {
            foreach (Tensor plane in planes)
            {
                plane.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        half.Dispose();
        count.Dispose();
    }

    private static Tensor Fold(Tensor[] planes, Func<Tensor, Tensor, Tensor> pick)
    {
        Tensor result = pick(planes[0], planes[^1]);
        for (int k = 1; k < planes.Length - 1; k++)
        {
            Tensor next = pick(result, planes[k]);
            result.Dispose();
            result = next;
        }

        return result;
    }

    private Tensor[] Project(Tensor padded)
    {
        int radius = plan.Radius;
        long height = padded.shape[0] - (2L * radius);
        long width = padded.shape[1] - (2L * radius);
        var tables = new Dictionary<(bool Vertical, int Length), Tensor>();
        try
        {
            foreach ((bool vertical, int length) in plan.Kernels.SelectMany(k => k).Select(r => (r.Vertical, r.Length)).Distinct().Order())
            {
                RunSums(padded, vertical, length, tables);
            }

            return [.. plan.Kernels.Select(kernel => Sum(kernel, tables, radius, height, width))];
        }
        finally
        {
            foreach (Tensor table in tables.Values.Where(t => !ReferenceEquals(t, padded)))
            {
                table.Dispose();
            }
        }
    }

    // The sums of `length` consecutive pixels, each table from the one that is one pixel shorter.
    private static Tensor RunSums(Tensor padded, bool vertical, int length, Dictionary<(bool Vertical, int Length), Tensor> tables)
    {
        if (tables.TryGetValue((vertical, length), out Tensor? known))
        {
            return known;
        }

        if (length == 1)
        {
            return tables[(vertical, 1)] = padded;
        }

        Tensor shorter = RunSums(padded, vertical, length - 1, tables);
        int axis = vertical ? 0 : 1;
        long places = padded.shape[axis] - length + 1;
        using Tensor head = shorter.narrow(axis, 0, places);
        using Tensor next = padded.narrow(axis, length - 1, places);
        return tables[(vertical, length)] = head.add(next);
    }

    private static Tensor Sum(IReadOnlyList<MembranePlan.Run> runs, Dictionary<(bool Vertical, int Length), Tensor> tables, int radius, long height, long width)
    {
        Tensor? sum = null;
        foreach (MembranePlan.Run run in runs)
        {
            using Tensor rows = tables[(run.Vertical, run.Length)].narrow(0, radius + run.Dy, height);
            using Tensor part = rows.narrow(1, radius + run.Dx, width);
            if (sum is null)
            {
                sum = part.clone();
            }
            else
            {
                sum.add_(part);
            }
        }

        return sum!;
    }

    private void Sums(Tensor[] planes, Func<FeatureKind, bool> wanted, Action<FeatureKind, Tensor> store)
    {
        if (!wanted(FeatureKind.MembraneSum) && !wanted(FeatureKind.MembraneMean) && !wanted(FeatureKind.MembraneStd))
        {
            return;
        }

        using Tensor sum = planes[0].clone();
        foreach (Tensor plane in planes.AsSpan(1))
        {
            sum.add_(plane);
        }

        using Tensor mean = sum.div(count);
        if (wanted(FeatureKind.MembraneSum))
        {
            store(FeatureKind.MembraneSum, sum);
        }

        if (wanted(FeatureKind.MembraneMean))
        {
            store(FeatureKind.MembraneMean, mean);
        }

        if (wanted(FeatureKind.MembraneStd))
        {
            using Tensor squares = zeros_like(mean);
            foreach (Tensor plane in planes)
            {
                using Tensor deviation = plane.sub(mean);
                deviation.mul_(deviation);
                squares.add_(deviation);
            }

            squares.div_(count);
            using Tensor deviations = SquareRoot.Of(squares);
            store(FeatureKind.MembraneStd, deviations);
        }
    }

    private Tensor Median(Tensor[] planes)
    {
        // The network overwrites its wires; the planes are read by nobody after it, so it may consume them.
        foreach (SelectionNetwork.Comparator c in median.Comparators)
        {
            Tensor low = planes[c.Low];
            Tensor high = planes[c.High];
            Tensor smaller = c.KeepLow ? minimum(low, high) : low;
            Tensor greater = c.KeepHigh ? maximum(low, high) : high;
            if (c.KeepLow)
            {
                low.Dispose();
            }

            if (c.KeepHigh)
            {
                high.Dispose();
            }

            planes[c.Low] = smaller;
            planes[c.High] = greater;
        }

        using Tensor middle = planes[(planes.Length - 1) / 2].add(planes[planes.Length / 2]);
        return middle.mul(half);
    }
}
