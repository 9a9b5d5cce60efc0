using NDSeg.Cpu.Simd;
using Xunit;

namespace NDSeg.Core.Tests.Cpu;

/// <summary>What the variable NDSEG_SIMD may say.</summary>
public class SimdLevelTests
{
    [Theory]
    [InlineData("512", SimdWidth.Vector512)]
    [InlineData("256", SimdWidth.Vector256)]
    [InlineData(" 128 ", SimdWidth.Vector128)]
    [InlineData("scalar", SimdWidth.Scalar)]
    [InlineData("Scalar", SimdWidth.Scalar)]
    [InlineData("", SimdWidth.Vector512)]
    [InlineData(null, SimdWidth.Vector512)]
    internal void The_documented_words_choose_a_width(string? wanted, SimdWidth expected) => Assert.Equal(expected, SimdLevel.Limit(wanted, SimdWidth.Vector512));

    [Theory]
    [InlineData("512")]
    [InlineData("256")]
    [InlineData(null)]
    public void A_processor_without_wider_vectors_uses_128_bits(string? wanted) => Assert.Equal(SimdWidth.Vector128, SimdLevel.Limit(wanted, SimdWidth.Vector128));

    [Theory]
    [InlineData("avx2")]
    [InlineData("64")]
    public void Anything_else_is_an_error_that_says_what_there_is(string wanted)
    {
        SegException error = Assert.Throws<SegException>(() => SimdLevel.Limit(wanted, SimdWidth.Vector512));
        Assert.Equal("UnknownSimdWidth", error.Id);
        Assert.Contains("512, 256, 128 or scalar", error.Message, StringComparison.Ordinal);
    }
}
