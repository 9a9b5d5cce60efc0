using NDSeg.Filters.Pyramid;

namespace NDSeg.Torch.Filters.Pyramid;

/// <summary>The levels of one channel of a band, each blur, slope and mean once for all families that want it.</summary>
/// <param name="grey">Grey values of the rows at hand, float64; belongs to this object then.</param>
internal sealed class BandPyramid(LevelRows grey) : IDisposable
{
    private readonly Dictionary<object, LevelRows> known = [];

    /// <summary>The blurred grey values of a scale, on its level.</summary>
    public LevelRows Blur(double scale) => Get((scale, "blur"), () => Means(PyramidLevel.Of(scale)).Blur(RowGraph.InBlocks(scale)));

    /// <summary>The blurred squares of the grey values of a scale, on its level.</summary>
    public LevelRows BlurredSquares(double scale)
    {
        int level = PyramidLevel.Of(scale);
        LevelRows means = Get((level, "squares"), () =>
        {
            using LevelRows squares = grey.Map(null, (a, b) => a.mul(b));
            return squares.Means(level);
        });
        return Get((scale, "blurred squares"), () => means.Blur(RowGraph.InBlocks(scale)));
    }

    /// <summary>A first derivative of the blurred grey values of a scale.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="axis">0 down the columns, 1 along the rows.</param>
    public LevelRows Slope(double scale, int axis) => Get((scale, axis, "slope"), () => Blur(scale).Slope(axis));

    /// <summary>Products of first derivatives of an inner scale, blurred at an outer one, on the latter's level.</summary>
    public LevelRows Tensor(double inner, double outer, int axis, int otherAxis)
    {
        using LevelRows products = Slope(inner, axis).Map(Slope(inner, otherAxis), (a, b) => a.mul(b));
        using LevelRows means = products.Means(PyramidLevel.Of(outer));
        return means.Blur(RowGraph.InBlocks(outer));
    }

    /// <summary>The slightly blurred image that top-hats start from, at a level.</summary>
    public LevelRows Fine(int level) => Get((level, "fine"), () => Blur(RowGraph.FineScale).Means(level));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LevelRows rows in known.Values)
        {
            rows.Dispose();
        }

        grey.Dispose();
    }

    private LevelRows Means(int level) => Get((level, "means"), () => grey.Means(level));

    private LevelRows Get(object key, Func<LevelRows> make)
    {
        if (!known.TryGetValue(key, out LevelRows? rows))
        {
            known[key] = rows = make();
        }

        return rows;
    }
}
