using System.Security.Cryptography;
using NDSeg.Images;
using Xunit;

namespace NDSeg.IO.Tests;

public class NipySpectralTests
{
    [Fact]
    public void All_256_colours_are_those_of_matplotlib()
    {
        // SHA-256 of plt.get_cmap('nipy_spectral')(np.arange(256), bytes=True)[:, :3], matplotlib 3.6.3.
        byte[] table = [.. Enumerable.Range(0, 256).SelectMany(i =>
        {
            RgbColor color = NipySpectral.At((i + 0.5) / 256);
            return new[] { color.R, color.G, color.B };
        })];
        Assert.Equal("1B75E7BC6C4570A02F30D633A8B9A64C295DE0F1697B70102AAAD337B7F61337", Convert.ToHexString(SHA256.HashData(table)));
    }

    [Theory]
    [InlineData(2, new[] { "#000000", "#cccccc" })]
    [InlineData(3, new[] { "#000000", "#00bc00", "#cccccc" })]
    [InlineData(9, new[] { "#000000", "#4200a1", "#0077dd", "#00aa97", "#00bc00", "#66ff00", "#ffc900", "#eb0000", "#cccccc" })]
    public void Classes_are_spread_over_the_map(int count, string[] colors)
        => Assert.Equal(colors, Enumerable.Range(0, count).Select(k => NipySpectral.OfClass(k, count).ToString()));
}
