using NDSeg.Filters;
using NDSeg.Filters.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters;

/// <summary>
/// The membrane projections of a band and what is made of them. The float32 grey values of 8-bit images are summed in
/// float64, which is exact, and rounded once; other images are summed in float32. The additions and the final steps stand
/// in the order of the processor's engine.
/// </summary>
internal sealed class MembraneFilter
{
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

    /// <summary>Whether the processor's engine sums 8-bit images of these kernels exactly too.</summary>
    public bool IsExact => program.Ones <= MembraneKernel.MostOnesFor16Bit;

    /// <summary>Computes the wanted maps and hands each one over.</summary>
    /// <param name="padded">The band, mirrored by <see cref="Radius"/> pixels on every side: grey values, float64 for 8-bit images, else float32.</param>
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

            bool spread = wanted(FeatureKind.MembraneStd);
            if (spread || wanted(FeatureKind.MembraneSum) || wanted(FeatureKind.MembraneMean))
            {
                // A divisor on the device: a scalar's reciprocal would be multiplied there, which rounds twice.
                using Tensor thirty = full([], 30f, dtype: ScalarType.Float32, device: padded.device);
                using Tensor sum = Sum(planes);
                using Tensor mean = sum.div(thirty);
                if (wanted(FeatureKind.MembraneSum))
                {
                    store(FeatureKind.MembraneSum, sum);
                }

                if (wanted(FeatureKind.MembraneMean))
                {
                    store(FeatureKind.MembraneMean, mean);
                }

                if (spread)
                {
                    using Tensor deviation = Deviation(planes, mean, thirty);
                    store(FeatureKind.MembraneStd, deviation);
                }
            }

            if (wanted(FeatureKind.MembraneMedian))
            {
                (Tensor lower, Tensor upper) = Middle(planes);
                using (lower)
                using (upper)
                {
                    using Scalar half = 0.5f.ToScalar();
                    using Tensor pair = lower.add(upper);
                    pair.mul_(half);
                    store(FeatureKind.MembraneMedian, pair);
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
            sum.add_(plane);
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
            squares.add_(distance);
        }

        squares.div_(thirty);
        return SquareRoot.Of(squares);
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
