using NDSeg.Images;
using NDSeg.Quality;
using Xunit;

namespace NDSeg.Core.Tests.Quality;

/// <summary>Volumes beside one tall map of the same pixels.</summary>
public class VolumeMeasurementTests
{
    private static readonly SegLabels[] Predicted = [.. Enumerable.Range(0, 4).Select(z => LabelMaps.Random(6, 7, 3, seed: z))];
    private static readonly SegLabels[] Truth = [.. Enumerable.Range(0, 4).Select(z => LabelMaps.Random(6, 7, 3, seed: 10 + z, blob: 2))];

    [Fact]
    public void Accuracy_is_that_of_all_voxels_together()
    {
        SegAccuracy expected = SegAccuracy.Measure(Tall(Predicted), Tall(Truth));
        SegAccuracy actual = SegAccuracy.Measure(SegLabelVolume.FromSlices(Predicted), SegLabelVolume.FromSlices(Truth));
        Assert.Equal(expected.GetConfusionMatrix(), actual.GetConfusionMatrix());
        Assert.Equal(expected.MeanIoU, actual.MeanIoU);
        Assert.Equal(expected.Classes, actual.Classes);
    }

    [Fact]
    public void Comparison_is_that_of_all_voxels_together_and_names_slices()
    {
        LabelComparison expected = LabelComparison.Compare(Tall(Truth), Tall(Predicted), 60);
        LabelComparison actual = LabelComparison.Compare(SegLabelVolume.FromSlices(Truth), SegLabelVolume.FromSlices(Predicted), 60);
        Assert.Equal((expected.Equal, expected.PixelCount, expected.DifferentPixels, expected.Agreement), (actual.Equal, actual.PixelCount, actual.DifferentPixels, actual.Agreement));
        Assert.Equal(expected.Changes, actual.Changes);
        Assert.Equal(expected.FirstDifferences.Select(d => (d.Row, d.Column, d.Reference, d.Difference)), actual.FirstDifferences.Select(d => (d.Row + (6 * d.Slice!.Value), d.Column, d.Reference, d.Difference)));
        Assert.True(LabelComparison.Compare(SegLabelVolume.FromSlices(Truth), SegLabelVolume.FromSlices(Truth)).Equal);
    }

    [Fact]
    public void Phases_are_those_of_all_voxels_together()
    {
        Assert.Equal(SegPhase.Measure(Tall(Truth)), SegPhase.Measure(SegLabelVolume.FromSlices(Truth)));
        SegPhase first = SegPhase.Measure(SegLabelVolume.FromSlices(Truth, new VoxelSize(3, 2, 0.5, "mm")))[0];
        Assert.Equal((first.Pixels * 3.0, "mm", null), (first.Volume, first.LengthUnit, first.Area));
        SegPhase single = SegPhase.Measure(SegLabelVolume.FromSlices(Truth[..1], new VoxelSize(3, 2, 0.5, "mm")))[0];
        Assert.Equal((single.Pixels * 1.0, "mm", null), (single.Area, single.LengthUnit, single.Volume));
    }

    [Fact]
    public void Volumes_of_another_depth_are_an_error_that_prints_both()
    {
        SegException failure = Assert.Throws<SegException>(() => SegAccuracy.Measure(SegLabelVolume.FromSlices(Predicted), SegLabelVolume.FromSlices(Truth[1..])));
        Assert.Equal("LabelShapeMismatch", failure.Id);
        Assert.Contains("4 x 6 x 7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("3 x 6 x 7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_of_other_classes_are_an_error()
    {
        var measurement = new PhaseMeasurement(Truth[0].Classes);
        measurement.Add(Truth[0]);
        Assert.Equal("ClassesDiffer", Assert.Throws<SegException>(() => measurement.Add(LabelMaps.Draw("12", 5, 6))).Id);
    }

    [Fact]
    public void An_empty_truth_is_an_error()
    {
        SegLabels empty = new(6, 7, new byte[42], Truth[0].Classes);
        Assert.Equal("NoLabelledPixels", Assert.Throws<SegException>(() => SegAccuracy.Measure(SegLabelVolume.FromSlices(Predicted), SegLabelVolume.FromSlices([empty, empty, empty, empty]))).Id);
    }

    private static SegLabels Tall(SegLabels[] slices)
        => new(slices.Length * slices[0].Height, slices[0].Width, [.. slices.SelectMany(s => s.Bytes.ToArray())], slices[0].Classes);
}
