using NDSeg.Filters.Families;
using NDSeg.Torch.Tensors;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Discs;

/// <summary>Integer sums over the disc dx^2 + dy^2 &lt; R^2: one prefix sum along the rows, then one difference per chord.</summary>
internal static class DiscSums
{
    /// <summary>Sums a padded band, or several at once.</summary>
    /// <param name="padded">... x (h + 2 R) x (W + 2 R), integers; 0 outside the image.</param>
    /// <param name="radius">R, at least 1.</param>
    /// <param name="type">Integer type of the sums. It may wrap around on the way: differences are right modulo its range.</param>
    /// <returns>... x h x W.</returns>
    public static Tensor Sum(Tensor padded, int radius, ScalarType type)
    {
        int axes = (int)padded.dim();
        int rowAxis = axes - 2;
        int columnAxis = axes - 1;
        long height = padded.shape[rowAxis] - (2L * radius);
        long width = padded.shape[columnAxis] - (2L * radius);
        using Tensor prefix = padded.cumsum(columnAxis, type);
        int[] chords = DiscFootprint.HalfChords(radius);
        Tensor? sum = null;
        for (int dy = 0; dy < radius; dy++)
        {
            // prefix[x] holds the pixels up to and including x, so the chord is prefix[x + dx] - prefix[x - dx - 1];
            // dx < R keeps both inside the padding.
            using Tensor right = prefix.narrow(columnAxis, radius + chords[dy], width);
            using Tensor left = prefix.narrow(columnAxis, radius - chords[dy] - 1, width);
            using Tensor chord = right.sub(left);
            using Tensor below = chord.narrow(rowAxis, radius + dy, height);
            if (sum is null)
            {
                sum = below.clone();
                continue;
            }

            sum.add_(below, KeptScalar.One);
            using Tensor above = chord.narrow(rowAxis, radius - dy, height);
            sum.add_(above, KeptScalar.One);
        }

        return sum!;
    }
}
