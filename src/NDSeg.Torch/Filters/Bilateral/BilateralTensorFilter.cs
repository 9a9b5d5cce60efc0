using NDSeg.Filters.Families;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Tensors;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Bilateral;

/// <summary>
/// Mean, rounded down, of the disc's pixels whose grey value differs from the centre's by less than a span; the disc is
/// clipped at the image border.
/// </summary>
internal sealed class BilateralTensorFilter(FilterTarget[] targets) : TensorFilter
{
    // A neighbour is accumulated as its grey value plus 2^18: one 32-bit sum holds the grey values below and the count above.
    private const int CountUnit = 1 << 18;

    // Differs from every grey value by more than any span.
    private const short Outside = short.MinValue / 2;

    // At most radius 16, so that the packed sum fits.
    private readonly (int Radius, int Span, int Place)[] wanted = [.. targets.Select(t => ((int)t.Map.Sigma, (int)t.Map.Second, t.Place))];

    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        Tensor bytes = channel.Bytes;
        long count = channel.Count;
        Device device = bytes.device;
        int widest = wanted.Max(w => w.Radius);
        int[] spans = [.. wanted.Select(w => w.Span).Distinct()];
        using Tensor grey = bytes.to(ScalarType.Int16);
        using Tensor outside = tensor(Outside, device: device);
        using Tensor padded = PaddedRows.Cut(grey, channel.BytesSkip, count, widest, outside);
        using Tensor unit = tensor(CountUnit, device: device);
        using Tensor packed = padded.to(ScalarType.Int32);
        packed.add_(unit, KeptScalar.One);
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
                    channel.Cancellation.ThrowIfCancellationRequested();
                    Add(padded, packed, centre, widest, dy, dx, limits, sums);
                }

                inner = radius;
                foreach ((int _, int span, int place) in wanted.Where(w => w.Radius == radius))
                {
                    using Tensor mean = Mean(sums[Array.IndexOf(spans, span)], unit);
                    channel.Store(place, mean);
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
            sums[s].add_(share, KeptScalar.One);
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
