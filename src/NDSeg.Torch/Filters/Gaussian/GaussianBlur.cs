using NDSeg.Torch.Tensors;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Gaussian;

/// <summary>
/// Separable Gaussian blur: vertical pass, then horizontal pass, symmetric taps folded. Sums are float64, from the outer
/// taps inwards, and rounded to float32 after each pass, as in scipy.ndimage: second differences of a wide blur are so
/// small that the rounding of a float32 sum would show in them.
/// </summary>
internal static class GaussianBlur
{
    /// <summary>Blurs a band.</summary>
    /// <param name="padded">The band in float64, replicated by at least <paramref name="pad"/> pixels on every side.</param>
    /// <param name="pad">Padding of <paramref name="padded"/>, at least the kernel's half-width.</param>
    /// <param name="weights">Weights of the centre and of the taps 1, 2, ... on either side, as 0-dimensional float64 tensors.</param>
    /// <returns>The blur without the padding, float32.</returns>
    public static Tensor Blur(Tensor padded, int pad, IReadOnlyList<Tensor> weights)
    {
        using Tensor vertical = Pass(padded, 0, pad, weights);
        using Tensor wide = vertical.to(ScalarType.Float64);
        return Pass(wide, 1, pad, weights);
    }

    private static Tensor Pass(Tensor source, int axis, int pad, IReadOnlyList<Tensor> weights)
    {
        long length = source.shape[axis] - (2L * pad);
        using Tensor centre = source.narrow(axis, pad, length);
        using Tensor sum = centre.mul(weights[0]);
        for (int k = weights.Count - 1; k > 0; k--)
        {
            using Tensor before = source.narrow(axis, pad - k, length);
            using Tensor after = source.narrow(axis, pad + k, length);
            using Tensor pair = before.add(after, KeptScalar.One);
            pair.mul_(weights[k]);
            sum.add_(pair, KeptScalar.One);
        }

        return sum.to(ScalarType.Float32);
    }
}
