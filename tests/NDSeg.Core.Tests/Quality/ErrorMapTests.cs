using NDSeg.Images;
using NDSeg.Quality;
using Xunit;

namespace NDSeg.Core.Tests.Quality;

/// <summary>The map of errors shows what the accuracy counts, however the classes of both maps are named.</summary>
public sealed class ErrorMapTests
{
    [Theory]
    [InlineData("paste", "void", 10, 20, 1.0)] // Nothing in common: by position.
    [InlineData("Class 1", "CLASS 2", 30, 40, 1.0)] // Names in another case are other names: by position, too.
    [InlineData("class 2", "class 1", 1, 2, 1.0)] // Values come before names.
    [InlineData("class 2", "class 1", 30, 40, 0.0)] // No value in common: by name.
    [InlineData("other", "class 1", 1, 9, 0.75)] // One by value; the other is unknown, though its name is that of the first.
    public void It_shows_the_share_of_wrong_pixels_that_the_accuracy_says(string first, string second, int firstValue, int secondValue, double accuracy)
    {
        SegLabels labels = Map([1, 1, 1, 2], "class 1", "class 2", 1, 2);
        SegLabels truth = Map([1, 1, 1, 2], first, second, firstValue, secondValue);
        Assert.Equal(accuracy, SegAccuracy.Measure(labels, truth).OverallAccuracy);
        long[] counts = ErrorMap.Of(labels, truth).CountPixels();
        Assert.Equal(accuracy, counts[1] / 4.0);
        Assert.Equal(1 - accuracy, counts[2] / 4.0);
    }

    [Fact]
    public void Unlabelled_truth_is_not_judged_and_unlabelled_pixels_with_a_truth_are_wrong()
    {
        SegLabels map = ErrorMap.Of(Map([1, 0, 0, 2], "a", "b", 1, 2), Map([0, 0, 1, 2], "a", "b", 1, 2));
        Assert.Equal([0, 0, 2, 1], map.Bytes.ToArray());
        Assert.Equal(["right", "wrong"], map.Classes.Select(c => c.Name));
    }

    [Fact]
    public void Maps_of_two_sizes_are_refused()
        => Assert.Equal("LabelShapeMismatch", Assert.Throws<SegException>(() => ErrorMap.Of(Map([1, 1, 1, 2], "a", "b", 1, 2), new SegLabels(1, 2, [1, 2], Map([0, 0, 0, 0], "a", "b", 1, 2).Classes))).Id);

    private static SegLabels Map(byte[] indices, string first, string second, int firstValue, int secondValue)
        => new(2, 2, indices, [new(1, firstValue, first, new RgbColor(1, 2, 3)), new(2, secondValue, second, new RgbColor(4, 5, 6))]);
}
