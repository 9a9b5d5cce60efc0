using NDSeg.Images;
using NDSeg.Quality;
using Xunit;

namespace NDSeg.Core.Tests.Quality;

public class SegAccuracyTests
{
    [Fact]
    public void Figures_are_those_of_scikit_learn()
    {
        // sklearn.metrics 1.2.1 on truth [0 0 0 0 1 1 1 2 2 2], prediction [0 0 1 2 1 1 0 2 2 1]: jaccard_score, f1_score,
        // precision_score, recall_score (average=None), accuracy_score, cohen_kappa_score.
        SegAccuracy measured = SegAccuracy.Measure(LabelMaps.Draw("11232/21332"), LabelMaps.Draw("11112/22333"));
        double[] iou = [0.4, 0.4, 0.5];
        double[] dice = [0.5714285714285715, 0.5714285714285715, 0.6666666666666666];
        double[] precision = [0.6666666666666666, 0.5, 0.6666666666666666];
        double[] recall = [0.5, 0.6666666666666666, 0.6666666666666666];
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(iou[c], measured.Classes[c].IoU, 12);
            Assert.Equal(dice[c], measured.Classes[c].Dice, 12);
            Assert.Equal(precision[c], measured.Classes[c].Precision, 12);
            Assert.Equal(recall[c], measured.Classes[c].Recall, 12);
        }

        Assert.Equal([4, 3, 3], measured.Classes.Select(c => c.Support));
        Assert.Equal(0.6, measured.OverallAccuracy, 12);
        Assert.Equal(0.4029850746268657, measured.Kappa, 12);
        Assert.Equal(1.3 / 3, measured.MeanIoU, 12);
        Assert.Equal(10, measured.PixelCount);
        Assert.Equal(new long[,] { { 2, 1, 1, 0 }, { 1, 2, 0, 0 }, { 0, 1, 2, 0 } }, measured.GetConfusionMatrix());
    }

    [Fact]
    public void Unlabelled_truth_is_ignored_and_unlabelled_prediction_is_wrong()
    {
        SegAccuracy measured = SegAccuracy.Measure(LabelMaps.Draw("12..1"), LabelMaps.Draw(".2122"));
        Assert.Equal(4, measured.PixelCount);
        Assert.Equal(0.25, measured.OverallAccuracy);
        Assert.Equal(new long[,] { { 0, 0, 1 }, { 1, 1, 1 } }, measured.GetConfusionMatrix());
        Assert.Equal(0, measured.Classes[0].IoU);
        Assert.Equal(1 / 3.0, measured.Classes[1].IoU);
    }

    [Fact]
    public void A_class_in_neither_map_is_left_out_of_the_means_and_one_in_the_prediction_only_is_not()
    {
        SegAccuracy absent = SegAccuracy.Measure(LabelMaps.Draw("112", 1, 2, 9), LabelMaps.Draw("112", 1, 2, 9));
        Assert.Equal(1, absent.MeanIoU);
        Assert.True(double.IsNaN(absent.Classes[2].IoU) && double.IsNaN(absent.Classes[2].Recall));
        SegAccuracy extra = SegAccuracy.Measure(LabelMaps.Draw("113", 1, 2, 9), LabelMaps.Draw("112", 1, 2));
        Assert.Equal([1, 2, 9], extra.Classes.Select(c => c.Value));
        Assert.Equal(0, extra.Classes[2].IoU);
        Assert.Equal(1 / 3.0, extra.MeanIoU);
    }

    [Fact]
    public void Classes_are_matched_by_value_then_name_then_place()
    {
        SegLabels truth = LabelMaps.Draw("1122", 85, 170);
        Assert.Equal(1, SegAccuracy.Measure(LabelMaps.Draw("2211", 170, 85), truth).OverallAccuracy);
        Assert.Equal(1, SegAccuracy.Measure(LabelMaps.Draw("1122", 1, 2), truth).OverallAccuracy);

        SegClass[] renamed = [new(1, 1, "class 170", default), new(2, 2, "class 85", default)];
        Assert.Equal(1, SegAccuracy.Measure(new SegLabels(1, 4, new byte[] { 2, 2, 1, 1 }, renamed), truth).OverallAccuracy);

        // Values of colours and of integers have nothing to do with each other.
        var colours = new SegLabels(1, 4, new byte[] { 2, 2, 1, 1 }, [new SegClass(1, 85, "class 170", default), new SegClass(2, 170, "class 85", default)], LabelEncoding.Rgb);
        Assert.Equal(1, SegAccuracy.Measure(colours, truth).OverallAccuracy);
    }

    [Fact]
    public void Wide_and_narrow_maps_give_the_same()
    {
        SegLabels truth = LabelMaps.Random(40, 30, 5, 1);
        SegLabels predicted = LabelMaps.Random(40, 30, 5, 2);
        long[,] narrow = SegAccuracy.Measure(predicted, truth).GetConfusionMatrix();
        Assert.Equal(narrow, SegAccuracy.Measure(LabelMaps.Wide(predicted), truth).GetConfusionMatrix());
        Assert.Equal(truth.CountPixels().Skip(1).Sum(), narrow.Cast<long>().Sum());
    }

    [Fact]
    public void Other_size_and_empty_truth_are_errors()
    {
        Assert.Equal("LabelShapeMismatch", Assert.Throws<SegException>(() => SegAccuracy.Measure(LabelMaps.Draw("11"), LabelMaps.Draw("1/1"))).Id);
        Assert.Equal("NoLabelledPixels", Assert.Throws<SegException>(() => SegAccuracy.Measure(LabelMaps.Draw("11"), LabelMaps.Draw("..", 1))).Id);
    }
}
