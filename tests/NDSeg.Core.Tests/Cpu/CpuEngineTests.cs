using NDSeg.Cpu;
using NDSeg.Cpu.Simd;
using NDSeg.Segmentation;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.Core.Tests.Cpu;

/// <summary>The widest vectors of this machine.</summary>
public sealed class CpuEngineTests : EngineContractTests
{
    protected override ISegEngine CreateEngine() => new CpuEngine();

    [Fact]
    public void A_result_of_more_pixels_than_an_array_holds_is_refused()
    {
        Assert.Equal(2_000_000_000, PredictionOutput.PixelsOf(50_000, 40_000));
        Assert.Equal("ImageTooLarge", Assert.Throws<SegException>(() => PredictionOutput.PixelsOf(50_000, 50_000)).Id);
    }
}

/// <summary>AVX2, with small tiles.</summary>
public sealed class CpuEngine256Tests : EngineContractTests
{
    protected override RunOptions Options => new() { TileSize = 50 };

    protected override ISegEngine CreateEngine() => new CpuEngine(SimdLevel.Widest < SimdWidth.Vector256 ? SimdLevel.Widest : SimdWidth.Vector256);
}
