using NDSeg.Features;
using NDSeg.Features.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters;

/// <summary>
/// The membrane projections of a band and what is made of them. 8-bit images are summed in integers, which is exact;
/// other images in float32. The additions and the final steps stand in the order of the processor's engine.
/// </summary>
internal sealed class MembraneFilter
{
    // As many sums of 17 bytes as fit a signed 16-bit integer.
    private const int PlanesPer16Bit = 7;

    private readonly MembraneProgram program;
    private readonly SelectionNetwork median;

    /// <summary>Plans the kernels of a size.</summary>
    /// <param name="size">Edge length, odd.</param>
    public MembraneFilter(int size)
    {
        program = MembraneProgram.Create(size);
        median = new SelectionNetwork(MembraneKernels.Count, [(MembraneKernels.Count - 1) / 2, MembraneKernels.Count / 2]);
    }

    /// <summary>Pixels a projection reaches over its centre.</summary>
    public int Radius => program.Half;

    /// <summary>Whether the sums of bytes fit the integers they are kept in.</summary>
    public bool AllowsIntegers => program.Ones <= MembraneKernel.MostOnesFor16Bit;

    /// <summary>Computes the wanted maps and hands each one over.</summary>
    /// <param name="padded">The band, mirrored by <see cref="Radius"/> pixels on every side: float32 grey values, or stored bytes as 16-bit integers.</param>
    /// <param name="scale">Factor from stored bytes to grey values; not used for grey values.</param>
    /// <param name="wanted">Which maps are wanted.</param>
    /// <param name="store">Receives a map; it does not own the tensor.</param>
    public void Compute(Tensor padded, float scale, Func<FeatureKind, bool> wanted, Action<FeatureKind, Tensor> store)
    {
        bool integers = padded.dtype == ScalarType.Int16;
        Tensor[] planes = Project(padded);
        try
        {
            using Scalar unit = (integers ? scale : 1f).ToScalar();
            void Put(FeatureKind kind, Tensor map, Scalar factor)
            {
                using Tensor scaled = map.to(ScalarType.Float32, copy: true);
                scaled.mul_(factor);
                store(kind, scaled);
            }

            if (wanted(FeatureKind.MembraneMax))
            {
                using Tensor greatest = Fold(planes, maximum);
                Put(FeatureKind.MembraneMax, greatest, unit);
            }

            if (wanted(FeatureKind.MembraneMin))
            {
                using Tensor least = Fold(planes, minimum);
                Put(FeatureKind.MembraneMin, least, unit);
            }

            bool spread = wanted(FeatureKind.MembraneStd);
            using Tensor? sum = spread || wanted(FeatureKind.MembraneSum) || wanted(FeatureKind.MembraneMean) ? (integers ? IntegerSum(planes) : FloatSum(planes)) : null;
            using Scalar meanScale = (integers ? scale / 30f : 1f / 30f).ToScalar();
            if (wanted(FeatureKind.MembraneSum))
            {
                Put(FeatureKind.MembraneSum, sum!, unit);
            }

            if (wanted(FeatureKind.MembraneMean))
            {
                Put(FeatureKind.MembraneMean, sum!, meanScale);
            }

            if (spread && !integers)
            {
                using Tensor deviation = FloatDeviation(planes, sum!);
                store(FeatureKind.MembraneStd, deviation);
            }

            if (!wanted(FeatureKind.MembraneMedian) && !(spread && integers))
            {
                return;
            }

            (Tensor lower, Tensor upper) = Middle(planes);
            using (lower)
            using (upper)
            {
                if (wanted(FeatureKind.MembraneMedian))
                {
                    using Tensor pair = lower.add(upper);
                    using Scalar half = (integers ? scale * 0.5f : 0.5f).ToScalar();
                    Put(FeatureKind.MembraneMedian, pair, half);
                }

                if (spread && integers)
                {
                    using Tensor deviation = IntegerDeviation(planes, sum!, lower, unit);
                    store(FeatureKind.MembraneStd, deviation);
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

    private static Tensor FloatSum(Tensor[] planes)
    {
        Tensor sum = planes[0].clone();
        foreach (Tensor plane in planes.AsSpan(1))
        {
            sum.add_(plane);
        }

        return sum;
    }

    private static Tensor IntegerSum(Tensor[] planes)
    {
        Tensor sum = zeros(planes[0].shape, dtype: ScalarType.Int32, device: planes[0].device);
        for (int first = 0; first < planes.Length; first += PlanesPer16Bit)
        {
            using Tensor part = FloatSum(planes[first..Math.Min(first + PlanesPer16Bit, planes.Length)]);
            using Tensor wide = part.to(ScalarType.Int32);
            sum.add_(wide);
        }

        return sum;
    }

    private static Tensor FloatDeviation(Tensor[] planes, Tensor sum)
    {
        using Scalar thirtieth = (1f / 30f).ToScalar();
        using Tensor mean = sum.mul(thirtieth);
        using Tensor squares = zeros_like(mean);
        foreach (Tensor plane in planes)
        {
            using Tensor distance = plane.sub(mean);
            distance.mul_(distance);
            squares.add_(distance);
        }

        squares.mul_(thirtieth);
        return SquareRoot.Of(squares);
    }

    // Squares of the distances to the lower median are small integers: nothing cancels when the mean's share is taken off.
    private static Tensor IntegerDeviation(Tensor[] planes, Tensor sum, Tensor lower, Scalar unit)
    {
        using Tensor squares = zeros_like(sum);
        foreach (Tensor plane in planes)
        {
            using Tensor distance = plane.sub(lower);
            using Tensor wide = distance.to(ScalarType.Int32);
            wide.mul_(wide);
            squares.add_(wide);
        }

        using Scalar thirty = 30f.ToScalar();
        using Scalar thirtieth = (1f / 30f).ToScalar();
        using Scalar zero = 0f.ToScalar();
        using Tensor share = lower.to(ScalarType.Float32);
        share.mul_(thirty);
        using Tensor shift = sum.to(ScalarType.Float32);
        shift.sub_(share);
        shift.mul_(shift);
        shift.mul_(thirtieth);
        using Tensor spread = squares.to(ScalarType.Float32);
        spread.sub_(shift);
        spread.clamp_(min: zero);
        spread.mul_(thirtieth);
        Tensor deviation = SquareRoot.Of(spread);
        return deviation.mul_(unit);
    }

    private Tensor[] Project(Tensor padded)
    {
        long height = padded.shape[0] - (2L * program.Half);
        long width = padded.shape[1] - (2L * program.Half);
        var sums = new Tensor[program.Planes.Length];
        sums[0] = padded;
        try
        {
            // Every plane starts where the padding starts; a shift to the right or downwards makes it that much smaller.
            for (int p = 1; p < sums.Length; p++)
            {
                MembraneProgram.Plane plane = program.Planes[p];
                Tensor first = sums[plane.First];
                Tensor second = sums[plane.Second];
                long rows = Math.Min(first.shape[0], second.shape[0] - plane.Y);
                long columns = Math.Min(first.shape[1], second.shape[1] - plane.X);
                using Tensor a = Part(first, 0, 0, rows, columns);
                using Tensor b = Part(second, plane.Y, plane.X, rows, columns);
                sums[p] = a.add(b);
            }

            return [.. program.Terms.Select(terms => Sum(terms, sums, height, width))];
        }
        finally
        {
            foreach (Tensor? sum in sums.AsSpan(1))
            {
                sum?.Dispose();
            }
        }
    }

    private Tensor Sum(MembraneProgram.Term[] terms, Tensor[] sums, long height, long width)
    {
        Tensor? total = null;
        foreach (MembraneProgram.Term term in terms)
        {
            using Tensor part = Part(sums[term.Plane], program.Half + term.Y, program.Half + term.X, height, width);
            if (total is null)
            {
                total = part.clone();
            }
            else
            {
                total.add_(part);
            }
        }

        return total!;
    }

    private static Tensor Part(Tensor plane, long y, long x, long height, long width)
    {
        using Tensor rows = plane.narrow(0, y, height);
        return rows.narrow(1, x, width);
    }

    // Ranks 15 and 16. The network works on other names for the planes, which stay as they are.
    private (Tensor Lower, Tensor Upper) Middle(Tensor[] planes)
    {
        Tensor[] wires = [.. planes.Select(p => p.alias())];
        foreach (SelectionNetwork.Comparator c in median.Comparators)
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

        int lower = (wires.Length - 1) / 2;
        int upper = wires.Length / 2;
        for (int i = 0; i < wires.Length; i++)
        {
            if (i != lower && i != upper)
            {
                wires[i].Dispose();
            }
        }

        return (wires[lower], wires[upper]);
    }
}
