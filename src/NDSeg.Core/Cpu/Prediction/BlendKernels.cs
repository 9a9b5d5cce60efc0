using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// The vectorised steps of <see cref="BlendWorker"/>, one implementation per vector width, all with the same results.
/// A chunk is 256 pixels; memory is aligned to 64 bytes and padded, so that no step has a remainder.
/// </summary>
internal abstract unsafe class BlendKernels
{
    /// <summary>Pixels per chunk.</summary>
    public const int Chunk = 256;

    /// <summary>Smallest and greatest value of a rectangle; false when it holds a value that is not finite.</summary>
    /// <param name="source">First value.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    /// <param name="width">Columns, a multiple of 64.</param>
    /// <param name="height">Rows.</param>
    /// <param name="ahead">A rectangle of the same shape to fetch into the cache meanwhile.</param>
    /// <param name="least">Smallest value.</param>
    /// <param name="greatest">Greatest value.</param>
    public abstract bool Extent(float* source, long stride, int width, int height, float* ahead, out float least, out float greatest);

    /// <summary>Replaces values by ranks: the number of thresholds at or below a value, less 128, as bytes.</summary>
    /// <returns>Smallest and greatest rank; meaningless when the thresholds fill several planes.</returns>
    public abstract RankRange Rank(in RankJob job);

    /// <summary>Runs tests over a chunk.</summary>
    public abstract void Blend(BlendOp* ops, BlendOp* end, byte* ranks, byte* rows);

    /// <summary>Adds the scores of one class over a chunk.</summary>
    /// <param name="low">Look-ups of low bytes.</param>
    /// <param name="lowEnd">Their end.</param>
    /// <param name="high">Look-ups of high bytes.</param>
    /// <param name="highEnd">Their end.</param>
    /// <param name="tables">Byte tables.</param>
    /// <param name="rows">Leaf numbers.</param>
    /// <param name="scores">256 sums modulo 65,536: the even pixels, then the odd ones.</param>
    /// <param name="start">Value before the first addition, or -1 to go on from <paramref name="scores"/>.</param>
    public abstract void Score(ScoreEntry* low, ScoreEntry* lowEnd, ScoreEntry* high, ScoreEntry* highEnd, byte* tables, byte* rows, ushort* scores, int start);

    /// <summary>Labels (1..K) of a chunk from scores, and which of them are not certain.</summary>
    /// <param name="scores">K times 256 sums.</param>
    /// <param name="classes">K.</param>
    /// <param name="gap">Lead over the second score that certifies the winner when exceeded.</param>
    /// <param name="labels">256 labels.</param>
    /// <param name="undecided">256 bits.</param>
    public abstract void Decide(ushort* scores, int classes, int gap, byte* labels, ulong* undecided);

    /// <summary>Adds exact leaf values to the float32 sums of one class over the first pixels of a chunk, in order.</summary>
    public abstract void Sum(SumEntry* entries, SumEntry* end, float* values, byte* rows, float* sums, int pixels);

    /// <summary>The first class with the greatest sum, 0..K-1, of a chunk; for one sum whether it is above 0.</summary>
    public abstract void Winner(float* sums, int count, ushort* winners);

    /// <summary>Sums of a chunk to K probabilities, in place of the sums.</summary>
    public abstract void Probability(TreeEnsemble ensemble, float* sums);
}
