using NDSeg.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Prediction;

/// <summary>How sure a model is of every pixel; see <see cref="Trees.ClassUncertainty"/>.</summary>
internal static class Uncertainty
{
    /// <summary>Difference of the two greatest probabilities, and entropy in units of log K.</summary>
    /// <param name="probabilities">K tensors of one shape.</param>
    public static (Tensor Margin, Tensor Entropy) Measure(IReadOnlyList<Tensor> probabilities) => (Margin(probabilities), Entropy(probabilities));

    private static Tensor Margin(IReadOnlyList<Tensor> probabilities)
    {
        Tensor first = maximum(probabilities[0], probabilities[1]);
        Tensor second = minimum(probabilities[0], probabilities[1]);
        for (int k = 2; k < probabilities.Count; k++)
        {
            using Tensor loser = minimum(first, probabilities[k]);
            Replace(ref second, maximum(second, loser));
            Replace(ref first, maximum(first, probabilities[k]));
        }

        using (first)
        using (second)
        {
            return first.sub(second);
        }
    }

    // -sum (p/s) log(p/s) = log s - (sum p log p) / s, in float64.
    private static Tensor Entropy(IReadOnlyList<Tensor> probabilities)
    {
        using Scalar zero = 0.0.ToScalar();
        using Scalar one = 1.0.ToScalar();
        using Scalar scale = Math.Log(probabilities.Count).ToScalar();
        using Tensor sum = zeros_like(probabilities[0], dtype: ScalarType.Float64);
        using Tensor weighted = zeros_like(sum);
        foreach (Tensor share in probabilities)
        {
            using Tensor p = share.to(ScalarType.Float64);
            sum.add_(p, KeptScalar.One);
            using Tensor positive = p.gt(zero);
            using Tensor ones = ones_like(p);
            using Tensor safe = where(positive, p, ones);
            using Tensor logarithm = safe.log();
            logarithm.mul_(p);
            weighted.add_(logarithm, KeptScalar.One);
        }

        weighted.div_(sum);
        using Tensor entropy = sum.log();
        entropy.sub_(weighted);
        entropy.div_(scale);
        entropy.clamp_(zero, one);
        return entropy.to(ScalarType.Float32);
    }

    private static void Replace(ref Tensor variable, Tensor value)
    {
        variable.Dispose();
        variable = value;
    }
}
