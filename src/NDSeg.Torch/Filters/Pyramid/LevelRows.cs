using NDSeg.Filters.Pyramid;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Pyramid;

/// <summary>
/// Rows of one level of the pyramid, float64, whole columns of the image: as many as can be known from the rows at hand. Every
/// operation gives the rows that follow from these; sums are taken term by term, so no value depends on how many there are.
/// </summary>
/// <param name="values">R x W.</param>
/// <param name="first">Row of the level that the first one is.</param>
/// <param name="height">Rows of the whole level.</param>
/// <param name="level">Edge of its blocks in pixels.</param>
internal sealed class LevelRows(Tensor values, long first, long height, int level) : IDisposable
{
    /// <summary>R x W.</summary>
    public Tensor Values => values;

    /// <summary>Edge of its blocks in pixels.</summary>
    public int Level => level;

    private long End => first + values.shape[0];

    /// <summary>A Gaussian, edges replicated.</summary>
    /// <param name="deviation">Standard deviation in blocks.</param>
    public LevelRows Blur(double deviation)
    {
        double[] weights = PyramidLevel.Window(deviation);
        return Windowed(weights.Length - 1, padded =>
        {
            Tensor down = Pass(padded, 0, weights);
            return Pass(down, 1, weights);
        });
    }

    /// <summary>Smallest or greatest values of squares, edges replicated.</summary>
    /// <param name="radius">Half-width of the squares.</param>
    /// <param name="greatest">Greatest, else smallest.</param>
    public LevelRows Extreme(int radius, bool greatest)
        => Windowed(radius, padded =>
        {
            for (int axis = 0; axis < 2; axis++)
            {
                long length = padded.shape[axis] - (2L * radius);
                Tensor extreme = padded.narrow(axis, 0, length);
                for (int k = 1; k <= 2 * radius; k++)
                {
                    Tensor next = padded.narrow(axis, k, length);
                    extreme = greatest ? extreme.maximum(next) : extreme.minimum(next);
                }

                padded = extreme;
            }

            return padded;
        });

    /// <summary>First derivative along an axis: central differences, one-sided at the border.</summary>
    /// <param name="axis">0 down the columns, 1 along the rows.</param>
    public LevelRows Slope(int axis)
    {
        long length = axis == 0 ? height : values.shape[1];
        (long from, long to) = axis == 0 ? Inner(1) : (0, length);
        var before = new long[to - from];
        var after = new long[to - from];
        var factors = new double[to - from];
        for (long i = from; i < to; i++)
        {
            long low = Math.Max(i - 1, 0), high = Math.Min(i + 1, length - 1);
            before[i - from] = low - (axis == 0 ? first : 0);
            after[i - from] = high - (axis == 0 ? first : 0);
            factors[i - from] = high == low ? 0 : 1.0 / (high - low);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor rise = values.index_select(axis, Indices(after)).sub_(values.index_select(axis, Indices(before)));
        Tensor factor = DeviceTransfer.Upload<double>(factors, ScalarType.Float64, values.device);
        return With(rise.mul_(axis == 0 ? factor.unsqueeze(1) : factor), axis == 0 ? from : first, scope);
    }

    /// <summary>Means over blocks of a coarser level, the last row and column repeated to whole blocks.</summary>
    /// <param name="coarse">Edge of its blocks in pixels.</param>
    public LevelRows Means(int coarse)
    {
        int ratio = coarse / level;
        if (ratio == 1)
        {
            return new LevelRows(values.alias(), first, height, level);
        }

        long blocks = (height + ratio - 1) / ratio;
        long from = (first + ratio - 1) / ratio;
        long to = End == height ? blocks : End / ratio;
        long columns = (values.shape[1] + ratio - 1) / ratio;
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = Sum(values, 0, from, to, ratio, height, first);
        sum = Sum(sum, 1, 0, columns, ratio, values.shape[1], 0);
        using Scalar share = (1.0 / (ratio * ratio)).ToScalar();
        return new LevelRows(sum.mul_(share).MoveToOuterDisposeScope(), from, blocks, coarse);
    }

    /// <summary>A value of every element, or of every two elements of the same rows.</summary>
    public LevelRows Map(LevelRows? other, Func<Tensor, Tensor, Tensor> function)
    {
        using DisposeScope scope = NewDisposeScope();
        long from = Math.Max(first, other?.First ?? first);
        long count = Math.Min(End, other?.End ?? End) - from;
        return With(function(Rows(from, count), (other ?? this).Rows(from, count)), from, scope);
    }

    /// <summary>Pixels of a band by interpolation between block centres, float32.</summary>
    /// <param name="top">First row of pixels.</param>
    /// <param name="count">Rows.</param>
    /// <param name="width">Columns.</param>
    public Tensor AtPixels(long top, long count, long width)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = level == 1 ? Rows(top, count) : Between(Between(values, 0, top, count, height, first), 1, 0, width, values.shape[1], 0);
        return rows.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => values.Dispose();

    private long First => first;

    private Tensor Rows(long from, long count) => values.narrow(0, from - first, count);

    /// <summary>The rows whose surroundings are at hand or outside the image.</summary>
    private (long From, long To) Inner(int reach) => (first == 0 ? 0 : first + reach, End == height ? height : End - reach);

    private LevelRows Windowed(int reach, Func<Tensor, Tensor> window)
    {
        (long from, long to) = Inner(reach);
        using DisposeScope scope = NewDisposeScope();
        Tensor padded = PaddedRows.Cut(values, first, height, from, to - from, reach, PaddedRows.Border.Replicate);
        return With(window(padded), from, scope);
    }

    private LevelRows With(Tensor result, long from, DisposeScope scope) => new(scope.MoveToOuter(result), from, height, level);

    private Tensor Indices(long[] indices) => DeviceTransfer.Upload<long>(indices, ScalarType.Int64, values.device);

    private static Tensor Pass(Tensor padded, int axis, double[] weights)
    {
        int radius = weights.Length - 1;
        long length = padded.shape[axis] - (2L * radius);
        using Scalar centre = weights[0].ToScalar();
        Tensor sum = padded.narrow(axis, radius, length).mul(centre);
        for (int k = radius; k > 0; k--)
        {
            using Tensor pair = padded.narrow(axis, radius - k, length).add(padded.narrow(axis, radius + k, length), KeptScalar.One);
            using Scalar weight = weights[k].ToScalar();
            sum.add_(pair.mul_(weight), KeptScalar.One);
        }

        return sum;
    }

    private Tensor Sum(Tensor source, int axis, long from, long to, int ratio, long length, long offset)
    {
        Tensor? sum = null;
        for (int i = 0; i < ratio; i++)
        {
            Tensor part = source.index_select(axis, Indices([.. Enumerable.Range(0, (int)(to - from)).Select(b => Math.Min(((from + b) * ratio) + i, length - 1) - offset)]));
            sum = sum is null ? part : sum.add_(part, KeptScalar.One);
        }

        return sum!;
    }

    private Tensor Between(Tensor source, int axis, long from, long count, long blocks, long offset)
    {
        (int Block, float Share)[] at = [.. Enumerable.Range(0, (int)count).Select(i => PyramidLevel.Between((int)from + i, level))];
        Tensor before = source.index_select(axis, Indices([.. at.Select(a => Math.Max(a.Block, 0) - offset)]));
        Tensor after = source.index_select(axis, Indices([.. at.Select(a => Math.Min(a.Block + 1, blocks - 1) - offset)]));
        Tensor share = DeviceTransfer.Upload<double>([.. at.Select(a => (double)a.Share)], ScalarType.Float64, values.device);
        return after.sub_(before).mul_(axis == 0 ? share.unsqueeze(1) : share).add_(before, KeptScalar.One);
    }
}
