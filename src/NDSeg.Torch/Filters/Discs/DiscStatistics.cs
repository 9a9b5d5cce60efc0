using NDSeg.Filters.Families;
using NDSeg.Torch.Tensors;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Discs;

/// <summary>
/// Minimum, maximum, mean and median of the 8-bit image over the disc dx^2 + dy^2 &lt; R^2, clipped at the image border,
/// with the integer results of scikit-image's rank filters.
/// </summary>
internal static class DiscStatistics
{
    private const int ThresholdsAtOnce = 16;

    /// <summary>Disc minimum.</summary>
    /// <param name="padded">(h + 2 R) x (W + 2 R) bytes, 255 outside the image.</param>
    /// <param name="radius">R.</param>
    /// <returns>h x W bytes.</returns>
    public static Tensor Minimum(Tensor padded, int radius) => Extreme(padded, radius, minimum);

    /// <summary>Disc maximum.</summary>
    /// <param name="padded">(h + 2 R) x (W + 2 R) bytes, 0 outside the image.</param>
    /// <param name="radius">R.</param>
    /// <returns>h x W bytes.</returns>
    public static Tensor Maximum(Tensor padded, int radius) => Extreme(padded, radius, maximum);

    /// <summary>Disc mean, rounded down.</summary>
    /// <param name="padded">(h + 2 R) x (W + 2 R) bytes, 0 outside the image.</param>
    /// <param name="population">Pixels of the disc inside the image, h x W float32.</param>
    /// <param name="radius">R, small enough for the sum to be exact in float32.</param>
    /// <returns>h x W float32.</returns>
    public static Tensor Mean(Tensor padded, Tensor population, int radius)
    {
        using Tensor sum = DiscSums.Sum(padded, radius, ScalarType.Int32);
        Tensor mean = sum.to(ScalarType.Float32);
        mean.div_(population);
        mean.floor_();
        return mean;
    }

    /// <summary>
    /// Disc median: the smallest grey value with more than half of the pixels at or below it, which is the number of grey
    /// values v above 0 that at least half of the pixels reach.
    /// </summary>
    /// <param name="padded">(h + 2 R) x (W + 2 R) bytes, 0 outside the image.</param>
    /// <param name="population">Pixels of the disc inside the image, h x W float32.</param>
    /// <param name="levels">The grey values that occur, ascending.</param>
    /// <param name="radius">R.</param>
    /// <returns>h x W bytes.</returns>
    public static Tensor Median(Tensor padded, Tensor population, IReadOnlyList<byte> levels, int radius)
    {
        Device device = padded.device;
        ScalarType type = MathF.PI * radius * radius < 250 ? ScalarType.Byte : ScalarType.Int16;
        using Tensor half = population.mul(KeptScalar.Half);
        half.ceil_();
        using Tensor enough = half.to(type);
        long height = padded.shape[0] - (2L * radius);
        long width = padded.shape[1] - (2L * radius);
        Tensor median = zeros([height, width], dtype: ScalarType.Byte, device: device);
        using Tensor lowest = tensor(levels[0], device: device);
        median.add_(lowest, KeptScalar.One);

        // Between two values that occur the answer cannot change: the step from one to the next is taken at once.
        for (int first = 1; first < levels.Count; first += ThresholdsAtOnce)
        {
            int take = Math.Min(ThresholdsAtOnce, levels.Count - first);
            byte[] values = [.. Enumerable.Range(first, take).Select(i => levels[i])];
            byte[] steps = [.. Enumerable.Range(first, take).Select(i => (byte)(levels[i] - levels[i - 1]))];
            using Tensor thresholds = DeviceTransfer.Upload<byte>(values, ScalarType.Byte, device);
            using Tensor columns = thresholds.view(take, 1, 1);
            using Tensor reached = padded.ge(columns);
            using Tensor counts = DiscSums.Sum(reached, radius, type);
            using Tensor passed = counts.ge(enough);
            using Tensor weights = DeviceTransfer.Upload<byte>(steps, ScalarType.Byte, device);
            using Tensor weightColumns = weights.view(take, 1, 1);
            using Tensor gained = passed.mul(weightColumns);
            using Tensor gain = gained.sum(0, type: ScalarType.Byte);
            median.add_(gain, KeptScalar.One);
        }

        return median;
    }

    // A chord is the pick over two overlapping runs of a power of two, which come from doubling.
    private static Tensor Extreme(Tensor padded, int radius, Func<Tensor, Tensor, Tensor> pick)
    {
        long height = padded.shape[0] - (2L * radius);
        long width = padded.shape[1] - (2L * radius);
        int[] chords = DiscFootprint.HalfChords(radius);
        var runs = new List<Tensor> { padded };
        try
        {
            for (int length = 2; length <= (2 * chords[0]) + 1; length *= 2)
            {
                Tensor shorter = runs[^1];
                long places = padded.shape[1] - length + 1;
                using Tensor head = shorter.narrow(1, 0, places);
                using Tensor tail = shorter.narrow(1, length / 2, places);
                runs.Add(pick(head, tail));
            }

            Tensor? result = null;
            int previous = -1;
            Tensor? chord = null;
            for (int dy = 0; dy < radius; dy++)
            {
                if (chords[dy] != previous)
                {
                    chord?.Dispose();
                    chord = Chord(runs, radius, chords[dy], width, pick);
                    previous = chords[dy];
                }

                using Tensor below = chord!.narrow(0, radius + dy, height);
                using Tensor above = chord.narrow(0, radius - dy, height);
                Tensor pair = pick(below, above);
                if (result is null)
                {
                    result = pair;
                    continue;
                }

                Tensor next = pick(result, pair);
                result.Dispose();
                pair.Dispose();
                result = next;
            }

            chord?.Dispose();
            return result!;
        }
        finally
        {
            foreach (Tensor run in runs.Skip(1))
            {
                run.Dispose();
            }
        }
    }

    private static Tensor Chord(List<Tensor> runs, int radius, int halfWidth, long width, Func<Tensor, Tensor, Tensor> pick)
    {
        int length = (2 * halfWidth) + 1;
        int power = System.Numerics.BitOperations.Log2((uint)length);
        using Tensor head = runs[power].narrow(1, radius - halfWidth, width);
        using Tensor tail = runs[power].narrow(1, radius - halfWidth + length - (1 << power), width);
        return pick(head, tail);
    }
}
