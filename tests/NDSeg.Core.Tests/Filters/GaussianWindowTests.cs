using NDSeg.Filters;
using NDSeg.Filters.Gaussian;
using Xunit;

namespace NDSeg.Core.Tests.Filters;

public class GaussianWindowTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(4, 4)]
    [InlineData(8, 7)]
    [InlineData(16, 14)]
    public void Half_widths_follow_the_scale(double sigma, int halfWidth)
        => Assert.Equal(halfWidth, GaussianWindow.Weights(sigma, FeatureConfig.Default.Settings).Length - 1);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(4, 3)]
    [InlineData(8, 7)]
    [InlineData(16, 13)]
    public void A_truncated_deviation_keeps_the_cut_of_the_full_one(double sigma, int halfWidth)
        => Assert.Equal(halfWidth, GaussianWindow.Weights(sigma, (FeatureConfig.Default with { TruncateSigma = true }).Settings).Length - 1);

    [Fact]
    public void Weights_are_scipys()
    {
        // scipy.ndimage: _gaussian_kernel1d(0.8, 0, 3)[3:]
        double[] expected = [0.498676452, 0.228310716, 0.0219103142, 0.000440743367];
        double[] weights = GaussianWindow.Weights(2, FeatureConfig.Default.Settings);
        Assert.Equal(expected.Length, weights.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], weights[i], 1e-9);
        }

        Assert.Equal(1, weights[0] + (2 * weights[1..].Sum()), 1e-15);
        Assert.Equal(8, GaussianWindow.Smoothing(2).Length - 1);
    }
}
