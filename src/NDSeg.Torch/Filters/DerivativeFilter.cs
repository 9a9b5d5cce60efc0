using NDSeg.Filters;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters;

/// <summary>
/// Gradient magnitude and the five Hessian maps of one blur, from central differences that are one-sided at the ends;
/// second derivatives apply the same operator again.
/// </summary>
internal sealed class DerivativeFilter : IDisposable
{
    private readonly Tensor half;
    private readonly Tensor four;

    /// <summary>Prepares the constants.</summary>
    public DerivativeFilter(Device device)
    {
        half = tensor(0.5f, device: device);
        four = tensor(4f, device: device);
    }

    /// <summary>Computes the wanted maps and hands each one over.</summary>
    /// <param name="blur">Rows of the blur, two more than wanted on each side where the image has them.</param>
    /// <param name="skip">Rows of <paramref name="blur"/> before the wanted ones.</param>
    /// <param name="count">Wanted rows.</param>
    /// <param name="hessian">Whether any Hessian map is wanted.</param>
    /// <param name="wanted">Which maps are wanted.</param>
    /// <param name="store">Receives a map of the wanted rows; it does not own the tensor.</param>
    public void Compute(Tensor blur, long skip, long count, bool hessian, Func<FeatureKind, bool> wanted, Action<FeatureKind, Tensor> store)
    {
        void Store(FeatureKind kind, Tensor map)
        {
            using Tensor rows = map.narrow(0, skip, count);
            store(kind, rows);
        }

        using Tensor gy = Difference(blur, 0);
        using Tensor gx = Difference(blur, 1);
        if (wanted(FeatureKind.Gradient))
        {
            using Tensor magnitude = gx.mul(gx);
            using Tensor yy = gy.mul(gy);
            magnitude.add_(yy);
            using Tensor root = SquareRoot.Of(magnitude);
            Store(FeatureKind.Gradient, root);
        }

        if (!hessian)
        {
            return;
        }

        using Tensor hyy = Difference(gy, 0);
        using Tensor hxy = Difference(gy, 1);
        using Tensor hxx = Difference(gx, 1);
        using Tensor hxy2 = hxy.mul(hxy);
        using Tensor trace = hyy.add(hxx);
        if (wanted(FeatureKind.HessianTrace))
        {
            Store(FeatureKind.HessianTrace, trace);
        }

        if (wanted(FeatureKind.HessianEig1) || wanted(FeatureKind.HessianEig2))
        {
            using Tensor square = hyy.sub(hxx);
            square.mul_(square);
            using Tensor cross = hxy2.mul(four);
            square.add_(cross);
            using Tensor root = SquareRoot.Of(square);
            using Tensor larger = trace.add(root);
            larger.mul_(half);
            Store(FeatureKind.HessianEig1, larger);
            using Tensor smaller = trace.sub(root);
            smaller.mul_(half);
            Store(FeatureKind.HessianEig2, smaller);
        }

        if (wanted(FeatureKind.HessianMod))
        {
            using Tensor mod = hyy.mul(hyy);
            mod.add_(hxy2);
            using Tensor xx = hxx.mul(hxx);
            mod.add_(xx);
            using Tensor root = SquareRoot.Of(mod);
            Store(FeatureKind.HessianMod, root);
        }

        if (wanted(FeatureKind.HessianDet))
        {
            using Tensor det = hyy.mul(hxx);
            det.sub_(hxy2);
            Store(FeatureKind.HessianDet, det);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        half.Dispose();
        four.Dispose();
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
