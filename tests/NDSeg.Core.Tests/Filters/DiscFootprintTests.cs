using NDSeg.Filters.Families;
using Xunit;

namespace NDSeg.Core.Tests.Filters;

public class DiscFootprintTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 9)]
    [InlineData(4, 45)]
    [InlineData(5, 69)]
    [InlineData(10, 305)]
    public void Discs_hold_the_pixels_nearer_than_the_radius(int radius, int pixels)
    {
        int[] chords = DiscFootprint.HalfChords(radius);
        Assert.Equal(pixels, chords.Sum(w => (2 * ((2 * w) + 1))) - ((2 * chords[0]) + 1));
    }

    [Theory]
    [InlineData(0.4, 1)]
    [InlineData(1, 1)]
    [InlineData(1.01, 2)]
    [InlineData(16, 16)]
    public void Radii_are_rounded_up(double sigma, int radius) => Assert.Equal(radius, DiscFootprint.RadiusOf(sigma));
}
