using NDSeg.Images;
using NDSeg.Quality;
using Xunit;

namespace NDSeg.Core.Tests.Quality;

public class LabelComparisonTests
{
    [Fact]
    public void Equal_maps_are_equal_whatever_their_class_tables()
    {
        LabelComparison same = LabelComparison.Compare(LabelMaps.Draw("12./1.2", 10, 20), LabelMaps.Draw("21./2.1", 20, 10));
        Assert.True(same.Equal);
        Assert.Equal(1, same.Agreement);
        Assert.Empty(same.FirstDifferences);
        Assert.Empty(same.Changes);
    }

    [Fact]
    public void Differences_are_counted_listed_and_sorted()
    {
        LabelComparison other = LabelComparison.Compare(LabelMaps.Draw("111/222/...", 10, 20), LabelMaps.Draw("112/2.1/.1.", 10, 20), maximumDifferences: 3);
        Assert.False(other.Equal);
        Assert.Equal(4, other.DifferentPixels);
        Assert.Equal(5 / 9.0, other.Agreement, 15);
        Assert.Equal([new LabelDifference(0, 2, 10, 20), new LabelDifference(1, 1, 20, 0), new LabelDifference(1, 2, 20, 10)], other.FirstDifferences);
        Assert.Equal([new ClassChange(0, 10, 1), new ClassChange(10, 20, 1), new ClassChange(20, 0, 1), new ClassChange(20, 10, 1)], other.Changes);
    }

    [Fact]
    public void Phases_have_pixels_fractions_and_areas()
    {
        SegLabels drawn = LabelMaps.Draw("1122/22..", 5, 6, 7);
        IReadOnlyList<SegPhase> plain = SegPhase.Measure(drawn);
        Assert.Equal([2, 4, 0], plain.Select(p => p.Pixels));
        Assert.Equal([1 / 3.0, 2 / 3.0, 0], plain.Select(p => p.Fraction));
        Assert.All(plain, p => Assert.Null(p.Area));

        SegPhase Sized(PixelSize size) => SegPhase.Measure(new SegLabels(2, 4, drawn.Bytes.ToArray(), drawn.Classes, LabelEncoding.Indexed, null, size))[1];
        Assert.Equal((4 / 200.0, "cm"), (Sized(new PixelSize(10, 20, 3)).Area!.Value, Sized(new PixelSize(10, 20, 3)).LengthUnit));
        Assert.Equal((16.0, "\u00B5m"), (Sized(new PixelSize(0.5, 0.5, 1, "ImageJ=1.53t\nunit=micron\n")).Area!.Value, Sized(new PixelSize(0.5, 0.5, 1, "ImageJ=1.53t\nunit=micron\n")).LengthUnit));
        Assert.Null(Sized(new PixelSize(1, 1, 1)).Area);
        Assert.Null(Sized(new PixelSize(0, 0, 2)).Area);
    }
}
