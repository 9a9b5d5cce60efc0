using NDSeg.Cpu;
using NDSeg.Cpu.Simd;
using NDSeg.Segmentation;
using NDSeg.TestData;

namespace NDSeg.Core.Tests.Cpu;

/// <summary>The widest vectors of this machine.</summary>
public sealed class CpuEngineTests : EngineContractTests
{
    protected override ISegEngine CreateEngine() => new CpuEngine();
}

/// <summary>AVX2, with small tiles.</summary>
public sealed class CpuEngine256Tests : EngineContractTests
{
    protected override RunOptions Options => new() { TileSize = 50 };

    protected override ISegEngine CreateEngine() => new CpuEngine(SimdLevel.Widest < SimdWidth.Vector256 ? SimdLevel.Widest : SimdWidth.Vector256);
}
