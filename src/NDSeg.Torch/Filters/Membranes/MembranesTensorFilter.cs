using NDSeg.Filters.Families;
using NDSeg.Filters.Membranes;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Membranes;

/// <summary>
/// The membrane projections of a band and what is made of them. The float32 grey values of 8-bit images are summed in
/// float64, which is exact, and rounded once; other images are summed in float32. The additions and the final steps stand
/// in the order of the processor's engine.
/// </summary>
internal sealed class MembranesTensorFilter(FilterTarget[] targets, FilterSettings settings) : TensorFilter
{
    // Ranks 15 and 16.
    private static readonly int[] MiddleRanks = [(SelectionNetwork.Keys - 1) / 2, SelectionNetwork.Keys / 2];

    private static readonly IReadOnlyList<SelectionNetwork.Comparator> MedianNetwork = SelectionNetwork.For(MiddleRanks);

    private readonly RunSums runSums = RunSums.Of(MembranesFamily.EdgeOf(settings));

    private readonly Dictionary<MembraneStatistic, int> places = targets.ToDictionary(t => (MembraneStatistic)t.Map.Quantity, t => t.Place);

    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        ImageBand band = channel.Band;
        using Tensor grey = band.GreyPadded(channel.Channel, band.First, band.Count, runSums.Half, PaddedRows.Border.Symmetric);

        // The processor's engine sums 8-bit images of these masks exactly too.
        bool exact = band.HoldsBytes && runSums.Ones <= ProjectionKernel.MostOnesFor16Bit;
        using Tensor mirrored = grey.to(exact ? ScalarType.Float64 : ScalarType.Float32);
        Compute(mirrored, channel);
    }

    private void Compute(Tensor padded, BandChannel channel)
    {
        bool Wanted(MembraneStatistic statistic) => places.ContainsKey(statistic);

        void Store(MembraneStatistic statistic, Tensor map) => channel.Store(places[statistic], map);

        Tensor[] planes = Project(padded);
        try
        {
            if (Wanted(MembraneStatistic.Max))
            {
                using Tensor greatest = Fold(planes, maximum);
                Store(MembraneStatistic.Max, greatest);
            }

            if (Wanted(MembraneStatistic.Min))
            {
                using Tensor least = Fold(planes, minimum);
                Store(MembraneStatistic.Min, least);
            }

            bool spread = Wanted(MembraneStatistic.Std);
            if (spread || Wanted(MembraneStatistic.Sum) || Wanted(MembraneStatistic.Mean))
            {
                // A divisor on the device: a scalar's reciprocal would be multiplied there, which rounds twice.
                using Tensor thirty = tensor(30f, device: padded.device);
                using Tensor sum = Sum(planes);
                using Tensor mean = sum.div(thirty);
                if (Wanted(MembraneStatistic.Sum))
                {
                    Store(MembraneStatistic.Sum, sum);
                }

                if (Wanted(MembraneStatistic.Mean))
                {
                    Store(MembraneStatistic.Mean, mean);
                }

                if (spread)
                {
                    using Tensor deviation = Deviation(planes, mean, thirty);
                    Store(MembraneStatistic.Std, deviation);
                }
            }

            if (Wanted(MembraneStatistic.Median))
            {
                (Tensor lower, Tensor upper) = Middle(planes);
                using (lower)
                using (upper)
                {
                    using Scalar half = 0.5f.ToScalar();
                    using Tensor pair = lower.add(upper, KeptScalar.One);
                    pair.mul_(half);
                    Store(MembraneStatistic.Median, pair);
                }
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

    private static Tensor Fold(Tensor[] planes, Func<Tensor, Tensor, Tensor> pick)
    {
        Tensor result = pick(planes[0], planes[1]);
        foreach (Tensor plane in planes.AsSpan(2))
        {
            Tensor next = pick(result, plane);
            result.Dispose();
            result = next;
        }

        return result;
    }

    private static Tensor Sum(Tensor[] planes)
    {
        Tensor sum = planes[0].clone();
        foreach (Tensor plane in planes.AsSpan(1))
        {
            sum.add_(plane, KeptScalar.One);
        }

        return sum;
    }

    private static Tensor Deviation(Tensor[] planes, Tensor mean, Tensor thirty)
    {
        using Tensor squares = zeros_like(mean);
        foreach (Tensor plane in planes)
        {
            using Tensor distance = plane.sub(mean);
            distance.mul_(distance);
            squares.add_(distance, KeptScalar.One);
        }

        squares.div_(thirty);
        return SquareRoot.Of(squares);
    }

    private Tensor[] Project(Tensor padded)
    {
        long height = padded.shape[0] - (2L * runSums.Half);
        long width = padded.shape[1] - (2L * runSums.Half);
        var sums = new Tensor[runSums.Planes.Length];
        sums[0] = padded;
        try
        {
            // Every plane starts where the padding starts; a shift to the right or downwards makes it that much smaller.
            for (int p = 1; p < sums.Length; p++)
            {
                RunSums.Plane plane = runSums.Planes[p];
                Tensor first = sums[plane.First];
                Tensor second = sums[plane.Second];
                long rows = Math.Min(first.shape[0], second.shape[0] - plane.Y);
                long columns = Math.Min(first.shape[1], second.shape[1] - plane.X);
                using Tensor a = Part(first, 0, 0, rows, columns);
                using Tensor b = Part(second, plane.Y, plane.X, rows, columns);
                sums[p] = a.add(b, KeptScalar.One);
            }

            return [.. runSums.Terms.Select(terms => Sum(terms, sums, height, width))];
        }
        finally
        {
            foreach (Tensor? sum in sums.AsSpan(1))
            {
                sum?.Dispose();
            }
        }
    }

    private Tensor Sum(RunSums.Term[] terms, Tensor[] sums, long height, long width)
    {
        Tensor? total = null;
        foreach (RunSums.Term term in terms)
        {
            using Tensor part = Part(sums[term.Plane], runSums.Half + term.Y, runSums.Half + term.X, height, width);
            if (total is null)
            {
                total = part.clone();
            }
            else
            {
                total.add_(part, KeptScalar.One);
            }
        }

        if (total!.dtype == ScalarType.Float64)
        {
            using Tensor exact = total;
            total = exact.to(ScalarType.Float32);
        }

        return total;
    }

    private static Tensor Part(Tensor plane, long y, long x, long height, long width)
    {
        using Tensor rows = plane.narrow(0, y, height);
        return rows.narrow(1, x, width);
    }

    // The network works on other names for the planes, which stay as they are.
    private static (Tensor Lower, Tensor Upper) Middle(Tensor[] planes)
    {
        Tensor[] wires = [.. planes.Select(p => p.alias())];
        foreach (SelectionNetwork.Comparator c in MedianNetwork)
        {
            Tensor low = wires[c.Low];
            Tensor high = wires[c.High];
            if (c.KeepLow)
            {
                wires[c.Low] = minimum(low, high);
            }

            if (c.KeepHigh)
            {
                wires[c.High] = maximum(low, high);
            }

            if (c.KeepLow)
            {
                low.Dispose();
            }

            if (c.KeepHigh)
            {
                high.Dispose();
            }
        }

        for (int i = 0; i < wires.Length; i++)
        {
            if (!MiddleRanks.Contains(i))
            {
                wires[i].Dispose();
            }
        }

        return (wires[MiddleRanks[0]], wires[MiddleRanks[1]]);
    }
}
