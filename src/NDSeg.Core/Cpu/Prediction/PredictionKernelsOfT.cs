using NDSeg.Cpu.Simd;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>The kernels of one vector width.</summary>
internal sealed unsafe class PredictionKernels<TRegister, TVec> : PredictionKernels
    where TRegister : struct, IRegister<TVec>
    where TVec : unmanaged
{
    public override bool Extent(float* source, long stride, int width, int height, float* ahead, out float least, out float greatest)
        => ExtentKernel<TRegister, TVec>.Extent(source, stride, width, height, ahead, out least, out greatest);

    public override RankRange Rank(in RankRequest request) => RankKernel<TRegister, TVec>.Rank(request);

    public override void Select(LeafSelection* first, LeafSelection* end, byte* ranks, byte* rows)
        => LeafKernel<TRegister, TVec>.Select(first, end, ranks, rows);

    public override void Score(ScoreLookUp* low, ScoreLookUp* lowEnd, ScoreLookUp* high, ScoreLookUp* highEnd, byte* tables, byte* rows, ushort* scores, int start)
        => ScoreKernel<TRegister, TVec>.Score(low, lowEnd, high, highEnd, tables, rows, scores, start);

    public override void Decide(ushort* scores, int classes, int gap, byte* labels, ulong* undecided)
        => ScoreKernel<TRegister, TVec>.Decide(scores, classes, gap, labels, undecided);

    public override void Sum(SumTerm* first, SumTerm* end, float* values, byte* rows, float* sums, int pixels)
        => SumKernel<TRegister, TVec>.Sum(first, end, values, rows, sums, pixels);

    public override void Route(RoutedNode* nodes, int root, RoutedTerm* terms, OpenThresholds* open, sbyte* ranks, PixelSet* pixels, int count, float* sums, long groupFloats, int* pending)
        => RoutingKernel<TRegister, TVec>.Add(nodes, root, terms, open, ranks, pixels, count, sums, groupFloats, pending);

    public override ulong Unsettled(float* sums, int count, float lead) => RoutingKernel<TRegister, TVec>.Unsettled(sums, count, lead);

    public override void Winner(float* sums, int count, int* winners) => SumKernel<TRegister, TVec>.Winner(sums, count, winners);

    public override void Probability(TreeEnsemble ensemble, float* sums) => SumKernel<TRegister, TVec>.Probability(ensemble, sums);
}
