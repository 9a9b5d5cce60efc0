using NDSeg.Filters;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters;

/// <summary>
/// Mean, rounded down, of the disc's pixels whose grey value differs from the centre's by less than a span; the disc is
/// clipped at the image border.
/// </summary>
internal static class BilateralFilter
{
    // A neighbour is accumulated as its grey value plus 2^18: one 32-bit sum holds the grey values below and the count above.
    private const int CountUnit = 1 << 18;

    // Differs from every grey value by more than any span.
    private const short Outside = short.MinValue / 2;

    /// <summary>Filters a band for several radii and spans at once.</summary>
    /// <param name="bytes">Rows of the 8-bit image: the band and its halo as far as the image reaches.</param>
    /// <param name="first">First row of the band in <paramref name="bytes"/>.</param>
    /// <param name="count">Rows of the band.</param>
    /// <param name="wanted">Radius and span of every map; at most radius 16, so that the packed sum fits.</param>
    /// <param name="store">Receives the place in <paramref name="wanted"/> and a map, float32; it does not own the tensor.</param>
    /// <param name="cancellation">Checked now and then.</param>
    public static void Compute(Tensor bytes, long first, long count, IReadOnlyList<(int Radius, int Span)> wanted, Action<int, Tensor> store, CancellationToken cancellation)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        Device device = bytes.device;
        int widest = wanted.Max(w => w.Radius);
        int[] spans = [.. wanted.Select(w => w.Span).Distinct()];
        using Tensor grey = bytes.to(ScalarType.Int16);
        using Tensor outside = tensor(Outside, device: device);
        using Tensor padded = PaddedRows.Cut(grey, first, count, widest, outside);
        using Tensor unit = tensor(CountUnit, device: device);
        using Tensor packed = padded.to(ScalarType.Int32);
        packed.add_(unit);
        long width = bytes.shape[1];
        using Tensor centreRows = padded.narrow(0, widest, count);
        using Tensor centre = centreRows.narrow(1, widest, width);
        Tensor[] limits = [.. spans.Select(s => tensor((short)s, device: device))];
        Tensor[] sums = [.. spans.Select(_ => zeros([count, width], dtype: ScalarType.Int32, device: device))];
        try
        {
            // By growing radius, so that a smaller disc's sums are on the way to those of the greater one.
            int inner = 0;
            foreach (int radius in wanted.Select(w => w.Radius).Distinct().Order())
            {
                foreach ((int dy, int dx) in Ring(inner, radius))
                {
                    cancellation.ThrowIfCancellationRequested();
                    Add(padded, packed, centre, widest, dy, dx, limits, sums);
                }

                inner = radius;
                for (int i = 0; i < wanted.Count; i++)
                {
                    if (wanted[i].Radius == radius)
                    {
                        using Tensor mean = Mean(sums[Array.IndexOf(spans, wanted[i].Span)], unit);
                        store(i, mean);
                    }
                }
            }
        }
        finally
        {
            foreach (Tensor tensor in limits.Concat(sums))
            {
                tensor.Dispose();
            }
        }
    }

    private static void Add(Tensor padded, Tensor packed, Tensor centre, int pad, int dy, int dx, Tensor[] limits, Tensor[] sums)
    {
        long height = centre.shape[0];
        long width = centre.shape[1];
        using Tensor rows = padded.narrow(0, pad + dy, height);
        using Tensor neighbour = rows.narrow(1, pad + dx, width);
        using Tensor difference = neighbour.sub(centre);
        difference.abs_();
        using Tensor packedRows = packed.narrow(0, pad + dy, height);
        using Tensor value = packedRows.narrow(1, pad + dx, width);
        for (int s = 0; s < limits.Length; s++)
        {
            using Tensor near = difference.lt(limits[s]);
            using Tensor share = value.mul(near);
            sums[s].add_(share);
        }
    }

    private static Tensor Mean(Tensor sum, Tensor unit)
    {
        using Tensor counts = sum.div(unit, RoundingMode.floor);
        using Tensor scaled = counts.mul(unit);
        using Tensor greys = sum.sub(scaled);
        using Tensor divisor = counts.to(ScalarType.Float32);
        Tensor mean = greys.to(ScalarType.Float32);
        mean.div_(divisor);
        mean.floor_();
        return mean;
    }

    private static IEnumerable<(int Dy, int Dx)> Ring(int inner, int radius)
    {
        for (int dy = 1 - radius; dy < radius; dy++)
        {
            int reach = DiscFootprint.HalfChords(radius)[Math.Abs(dy)];
            for (int dx = -reach; dx <= reach; dx++)
            {
                if ((dy * dy) + (dx * dx) >= inner * inner)
                {
                    yield return (dy, dx);
                }
            }
        }
    }
}
