using NDSeg.Torch.Tensors;
using NDSeg.Trees;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Prediction;

/// <summary>
/// Class probabilities from sums, with the float32 operations of the other evaluators in their order: the exponential is
/// the same polynomial (Cody and Waite reduction, degree seven), so that the probabilities have the same bits on every
/// device.
/// </summary>
internal static class ClassShares
{
    // The smallest power of two that e^Lowest needs.
    private const int LeastPower = -126;

    private static readonly float[] Polynomial = [1f / 720, 1f / 120, 1f / 24, 1f / 6, 0.5f, 1f, 1f];

    /// <summary>K x pixels probabilities.</summary>
    /// <param name="ensemble">Tells how.</param>
    /// <param name="sums">MarginCount tensors of pixels.</param>
    /// <returns>One tensor; the caller disposes it.</returns>
    public static Tensor Of(TreeEnsemble ensemble, IReadOnlyList<Tensor> sums)
    {
        if (ensemble.Kind == EnsembleKind.Forest)
        {
            using Tensor table = stack(sums, 0);
            using Tensor trees = tensor((float)ensemble.Trees.Length, device: table.device);
            return table.div(trees);
        }

        return sums.Count == 1 ? Logistic(sums[0]) : Softmax(sums);
    }

    private static Tensor Logistic(Tensor margin)
    {
        using Scalar one = 1f.ToScalar();
        using Scalar zero = 0f.ToScalar();
        using Tensor size = margin.abs();
        using Tensor negative = size.neg();
        using Tensor e = Exp(negative);
        using Tensor total = e.add(one, KeptScalar.One);
        using Tensor ones = ones_like(total);
        using Tensor greater = ones.div(total);
        using Tensor smaller = e.div(total);
        using Tensor second = margin.ge(zero);
        using Tensor first = where(second, smaller, greater);
        using Tensor other = where(second, greater, smaller);
        return stack([first, other], 0);
    }

    private static Tensor Softmax(IReadOnlyList<Tensor> margins)
    {
        Tensor greatest = maximum(margins[0], margins[1]);
        foreach (Tensor margin in margins.Skip(2))
        {
            Tensor next = maximum(greatest, margin);
            greatest.Dispose();
            greatest = next;
        }

        using Tensor table = stack(margins, 0);
        using (greatest)
        {
            table.sub_(greatest);
        }

        Tensor shares = Exp(table);
        using Tensor total = zeros_like(margins[0]);
        for (int k = 0; k < margins.Count; k++)
        {
            using Tensor share = shares.select(0, k);
            total.add_(share, KeptScalar.One);
        }

        return shares.div_(total);
    }

    // e^x for x <= 0.
    private static Tensor Exp(Tensor x)
    {
        using Scalar rounder = ClassProbability.Rounder.ToScalar();
        using Scalar log2E = ClassProbability.Log2E.ToScalar();
        using Scalar high = ClassProbability.Ln2High.ToScalar();
        using Scalar low = ClassProbability.Ln2Low.ToScalar();
        using Tensor n = x.mul(log2E);
        n.add_(rounder, KeptScalar.One);
        n.sub_(rounder);
        using Tensor coarse = n.mul(high);
        using Tensor r = x.sub(coarse);
        using Tensor fine = n.mul(low);
        r.sub_(fine);
        using Scalar first = (1f / 5040).ToScalar();
        Tensor p = full_like(r, first);
        foreach (float coefficient in Polynomial)
        {
            using Scalar next = coefficient.ToScalar();
            p.mul_(r);
            p.add_(next, KeptScalar.One);
        }

        // Powers of two from a table: exact on every device, which a library's exponential need not be.
        using Scalar least = LeastPower.ToScalar();
        using Scalar zero = 0.ToScalar();
        using Tensor power = n.to(ScalarType.Int32);
        power.clamp_(least, zero);
        power.sub_(least);
        using Tensor powers = DeviceTransfer.Upload<float>([.. Enumerable.Range(LeastPower, 1 - LeastPower).Select(e => MathF.ScaleB(1, e))], ScalarType.Float32, x.device);
        using Tensor flat = power.flatten();
        using Tensor scale = powers.index_select(0, flat);
        using Tensor shaped = scale.view(x.shape);
        p.mul_(shaped);
        using Scalar lowest = ClassProbability.Lowest.ToScalar();
        using Tensor possible = x.ge(lowest);
        return p.mul_(possible);
    }
}
