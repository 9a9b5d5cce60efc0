using System.Runtime.Intrinsics;
using NDSeg.Cpu.Simd;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// The vectorised steps of <see cref="BlockEvaluator"/> behind one call each, so that the instruction set is chosen in one
/// place. A chunk is 256 pixels; memory is aligned to 64 bytes and padded, so that no step has a remainder.
/// </summary>
internal abstract unsafe class PredictionKernels
{
    /// <summary>Pixels per chunk.</summary>
    public const int Chunk = 256;

    /// <summary>
    /// The kernels of a vector width, or of the next narrower one this processor has; null for scalar, where walking the
    /// trees is faster than the scalar twin of these kernels.
    /// </summary>
    public static PredictionKernels? Create(SimdWidth width)
        => width >= SimdWidth.Vector512 && Register512.IsSupported ? new PredictionKernels<Register512, Vector512<byte>>()
            : width >= SimdWidth.Vector256 && Register256.IsSupported ? new PredictionKernels<Register256, Vector256<byte>>()
            : width >= SimdWidth.Vector128 && Register128.IsSupported ? new PredictionKernels<Register128, Vector128<byte>>()
            : null;

    /// <inheritdoc cref="ExtentKernel{TRegister, TVec}.Extent"/>
    public abstract bool Extent(float* source, long stride, int width, int height, float* ahead, out float least, out float greatest);

    /// <inheritdoc cref="RankKernel{TRegister, TVec}.Rank"/>
    public abstract RankRange Rank(in RankRequest request);

    /// <inheritdoc cref="LeafKernel{TRegister, TVec}.Select"/>
    public abstract void Select(LeafSelection* first, LeafSelection* end, byte* ranks, byte* rows);

    /// <inheritdoc cref="ScoreKernel{TRegister, TVec}.Score"/>
    public abstract void Score(ScoreLookUp* low, ScoreLookUp* lowEnd, ScoreLookUp* high, ScoreLookUp* highEnd, byte* tables, byte* rows, ushort* scores, int start);

    /// <inheritdoc cref="ScoreKernel{TRegister, TVec}.Decide"/>
    public abstract void Decide(ushort* scores, int classes, int gap, byte* labels, ulong* undecided);

    /// <inheritdoc cref="SumKernel{TRegister, TVec}.Sum"/>
    public abstract void Sum(SumTerm* first, SumTerm* end, float* values, byte* rows, float* sums, int pixels);

    /// <inheritdoc cref="RoutingKernel{TRegister, TVec}.Add"/>
    public abstract void Route(RoutedNode* nodes, int root, RoutedTerm* terms, OpenThresholds* open, sbyte* ranks, PixelSet* pixels, int count, float* sums, long groupFloats, int* pending);

    /// <inheritdoc cref="RoutingKernel{TRegister, TVec}.Unsettled"/>
    public abstract ulong Unsettled(float* sums, int count, float lead);

    /// <inheritdoc cref="SumKernel{TRegister, TVec}.Winner"/>
    public abstract void Winner(float* sums, int count, int* winners);

    /// <inheritdoc cref="SumKernel{TRegister, TVec}.Probability"/>
    public abstract void Probability(TreeEnsemble ensemble, float* sums);
}
