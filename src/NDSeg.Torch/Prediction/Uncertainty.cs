using static TorchSharp.torch;

namespace NDSeg.Torch.Prediction;

/// <summary>How sure a model is of every pixel.</summary>
internal static class Uncertainty
{
    /// <summary>Difference of the two greatest probabilities, and entropy in units of log K.</summary>
    /// <param name="probabilities">K tensors of one shape.</param>
    public static (Tensor Margin, Tensor Entropy) Measure(IReadOnlyList<Tensor> probabilities)
    {
        using Tensor zero = tensor(0f, device: probabilities[0].device);
        Tensor first = maximum(probabilities[0], probabilities[1]);
        Tensor second = minimum(probabilities[0], probabilities[1]);
        for (int k = 2; k < probabilities.Count; k++)
        {
            using Tensor loser = minimum(first, probabilities[k]);
            Replace(ref second, maximum(second, loser));
            Replace(ref first, maximum(first, probabilities[k]));
        }

        Tensor margin = first.sub(second);
        first.Dispose();
        second.Dispose();
        Tensor entropy = zeros_like(margin);
        foreach (Tensor share in probabilities)
        {
            using Tensor logarithm = share.log();
            using Tensor product = share.mul(logarithm);
            using Tensor possible = share.gt(zero);
            using Tensor term = where(possible, product, zero);
            entropy.sub_(term);
        }

        entropy.div_(MathF.Log(probabilities.Count));
        return (margin, entropy);
    }

    private static void Replace(ref Tensor variable, Tensor value)
    {
        variable.Dispose();
        variable = value;
    }
}
