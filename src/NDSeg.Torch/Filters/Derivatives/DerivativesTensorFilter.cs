using NDSeg.Filters.Derivatives;
using NDSeg.Filters.Families;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Tensors;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Derivatives;

/// <summary>
/// Gradient magnitude and the five Hessian maps of one blur, from central differences that are one-sided at the ends;
/// second derivatives apply the same operator again.
/// </summary>
internal sealed class DerivativesTensorFilter : TensorFilter
{
    private readonly Tensor half;
    private readonly Tensor four;
    private readonly (double Sigma, Dictionary<DerivativeQuantity, int> Places)[] scales;

    /// <summary>Prepares the constants.</summary>
    public DerivativesTensorFilter(FilterTarget[] targets, Device device)
    {
        half = tensor(0.5f, device: device);
        four = tensor(4f, device: device);
        scales = [.. targets.GroupBy(t => t.Map.Sigma).Select(g => (g.Key, g.ToDictionary(t => (DerivativeQuantity)t.Map.Quantity, t => t.Place)))];
    }

    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        foreach ((double sigma, Dictionary<DerivativeQuantity, int> places) in scales)
        {
            channel.Cancellation.ThrowIfCancellationRequested();
            Derive(channel, sigma == 0 ? channel.Grey : channel.Blur(sigma), places);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        half.Dispose();
        four.Dispose();
        base.Dispose(disposing);
    }

    private void Derive(BandChannel channel, Tensor blur, Dictionary<DerivativeQuantity, int> places)
    {
        bool Wanted(DerivativeQuantity quantity) => places.ContainsKey(quantity);

        void Store(DerivativeQuantity quantity, Tensor map)
        {
            if (places.TryGetValue(quantity, out int place))
            {
                channel.StoreRows(place, map);
            }
        }

        using Tensor gy = Difference(blur, 0);
        using Tensor gx = Difference(blur, 1);
        if (Wanted(DerivativeQuantity.Gradient))
        {
            using Tensor magnitude = gx.mul(gx);
            using Tensor yy = gy.mul(gy);
            magnitude.add_(yy, KeptScalar.One);
            using Tensor root = SquareRoot.Of(magnitude);
            Store(DerivativeQuantity.Gradient, root);
        }

        if (places.Keys.All(q => q == DerivativeQuantity.Gradient))
        {
            return;
        }

        using Tensor hyy = Difference(gy, 0);
        using Tensor hxy = Difference(gy, 1);
        using Tensor hxx = Difference(gx, 1);
        using Tensor hxy2 = hxy.mul(hxy);
        using Tensor trace = hyy.add(hxx, KeptScalar.One);
        if (Wanted(DerivativeQuantity.Trace))
        {
            Store(DerivativeQuantity.Trace, trace);
        }

        if (Wanted(DerivativeQuantity.Eig1) || Wanted(DerivativeQuantity.Eig2))
        {
            using Tensor square = hyy.sub(hxx);
            square.mul_(square);
            using Tensor cross = hxy2.mul(four);
            square.add_(cross, KeptScalar.One);
            using Tensor root = SquareRoot.Of(square);
            using Tensor larger = trace.add(root, KeptScalar.One);
            larger.mul_(half);
            Store(DerivativeQuantity.Eig1, larger);
            using Tensor smaller = trace.sub(root);
            smaller.mul_(half);
            Store(DerivativeQuantity.Eig2, smaller);
        }

        if (Wanted(DerivativeQuantity.Mod))
        {
            using Tensor mod = hyy.mul(hyy);
            mod.add_(hxy2, KeptScalar.One);
            using Tensor xx = hxx.mul(hxx);
            mod.add_(xx, KeptScalar.One);
            using Tensor root = SquareRoot.Of(mod);
            Store(DerivativeQuantity.Mod, root);
        }

        if (Wanted(DerivativeQuantity.Det))
        {
            using Tensor det = hyy.mul(hxx);
            det.sub_(hxy2);
            Store(DerivativeQuantity.Det, det);
        }
    }

    // (a[i+1] - a[i-1]) / 2, one-sided at the ends, 0 along an axis of length 1. At the cut edge of a band the
    // one-sided value is wrong, and is one of the rows that are dropped.
    private Tensor Difference(Tensor a, int axis)
    {
        long length = a.shape[axis];
        if (length == 1)
        {
            return zeros_like(a);
        }

        using Tensor first = a.narrow(axis, 0, 1);
        using Tensor second = a.narrow(axis, 1, 1);
        using Tensor last = a.narrow(axis, length - 1, 1);
        using Tensor beforeLast = a.narrow(axis, length - 2, 1);
        using Tensor head = second.sub(first);
        using Tensor tail = last.sub(beforeLast);
        if (length == 2)
        {
            return cat([head, tail], axis);
        }

        using Tensor next = a.narrow(axis, 2, length - 2);
        using Tensor previous = a.narrow(axis, 0, length - 2);
        using Tensor inner = next.sub(previous);
        inner.mul_(half);
        return cat([head, inner, tail], axis);
    }
}
