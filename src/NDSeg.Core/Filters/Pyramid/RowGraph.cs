using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Pyramid;

/// <summary>
/// The rows that the maps on the pyramid are made from: every blur, slope and mean once, however many maps want it. A node
/// stands behind those it is computed from.
/// </summary>
/// <param name="width">Instruction set.</param>
internal sealed class RowGraph(SimdWidth width)
{
    private readonly Dictionary<object, RowNode> known = [];
    private readonly List<RowNode> nodes = [];

    /// <summary>Conversions of samples.</summary>
    private readonly PixelKernel pixels = PixelKernel.Create(width);

    // Unaligned loads bind the passes along the rows: 256-bit vectors cross cache lines half as often.
    private readonly RowKernel narrow = RowKernel.Create(width < SimdWidth.Vector256 ? width : SimdWidth.Vector256);

    /// <summary>Operations on rows.</summary>
    internal RowKernel Kernel { get; } = RowKernel.Create(width);

    /// <summary>The nodes, sources first.</summary>
    internal IReadOnlyList<RowNode> Nodes => nodes;

    /// <summary>Standard deviation in blocks of a scale, on the level that the scale belongs to.</summary>
    internal static double InBlocks(double scale) => scale / PyramidLevel.Of(scale);

    /// <summary>A node, made when it is first wanted.</summary>
    internal T Get<T>(object key, Func<T> make)
        where T : RowNode
    {
        if (!known.TryGetValue((typeof(T), key), out RowNode? node))
        {
            node = make();
            known.Add((typeof(T), key), node);
            nodes.Add(node);
        }

        return (T)node;
    }

    /// <summary>The blurred grey values of a scale, on its level.</summary>
    /// <param name="scale">Standard deviation in pixels.</param>
    internal BlurRows Blur(double scale) => Blur(scale, BlurEdge.Slope);

    /// <summary>The same, columns outside the image repeated: for means and extremes.</summary>
    internal BlurRows Fine(double scale) => Blur(scale, BlurEdge.Replicate);

    /// <summary>The blurred squares of the grey values of a scale, on its level.</summary>
    internal BlurRows BlurredSquares(double scale)
        => Get(("squares", scale), () => new BlurRows(Grey(PyramidLevel.Of(scale), out bool means), [means ? RowSamples.Wide : RowSamples.GreySquared], InBlocks(scale), BlurEdge.None, Kernel, narrow)
        {
            FirstPlane = means ? 1 : 0,
        });

    /// <summary>First derivatives of the blurred grey values of a scale.</summary>
    internal SlopeRows Slopes(double scale)
        => Get(scale, () => new SlopeRows(scale == FineScale ? Fine(scale) : Blur(scale), Kernel));

    /// <summary>Products of first derivatives (xx, yy, xy) of an inner scale, blurred at an outer one, on the latter's level.</summary>
    internal BlurRows Tensor(double inner, double outer)
        => Get((inner, outer), () =>
        {
            SlopeRows slopes = Slopes(inner);
            RowSamples[] products = [RowSamples.SlopeXX, RowSamples.SlopeYY, RowSamples.SlopeXY];
            int level = PyramidLevel.Of(outer);
            if (level == slopes.Level)
            {
                return new BlurRows(RowSource.Of(slopes), products, InBlocks(outer), BlurEdge.None, Kernel, narrow);
            }

            MeanRows means = Get(("products", inner, level), () => new MeanRows(RowSource.Of(slopes), products, level, Kernel, pixels));
            return new BlurRows(RowSource.Of(means), [RowSamples.Wide, RowSamples.Wide, RowSamples.Wide], InBlocks(outer), BlurEdge.None, Kernel, narrow);
        });

    /// <summary>Means of a blur over the blocks of a coarser level.</summary>
    internal MeanRows Means(BlurRows blur, int level)
        => Get((blur, level), () => new MeanRows(RowSource.Of(blur), [RowSamples.Wide], level, Kernel, pixels));

    /// <summary>Scale of the blur that both the top-hats and the finest structure tensor start from.</summary>
    internal const double FineScale = 0.7;

    private BlurRows Blur(double scale, BlurEdge edge)
        => Get((scale, edge), () => new BlurRows(Grey(PyramidLevel.Of(scale), out bool means), [means ? RowSamples.Wide : RowSamples.Grey], InBlocks(scale), edge, Kernel, narrow));

    /// <summary>Grey values of a level: samples, or means of them (plane 0) and of their squares (plane 1).</summary>
    private RowSource Grey(int level, out bool means)
    {
        means = level > 1;
        return RowSource.Of(means
            ? Get(level, () => new MeanRows(level, [RowSamples.Grey, RowSamples.GreySquared], Kernel, pixels))
            : Get(level, () => new GreyRows(pixels)));
    }
}
