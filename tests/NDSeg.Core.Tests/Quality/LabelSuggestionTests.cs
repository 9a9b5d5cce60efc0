using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Quality;
using NDSeg.Segmentation;
using NDSeg.Training;
using Xunit;

namespace NDSeg.Core.Tests.Quality;

public class LabelSuggestionTests
{
    private const int Height = 200;
    private const int Width = 300;

    [Fact]
    public void Finds_the_unsure_blobs_in_order_and_passes_over_thin_borders()
    {
        // Two blobs of doubt, the greater one surer; a line of doubt one pixel wide; a corner.
        float[] margin = Sure();
        Disc(margin, 60, 80, 9, 0.3f);
        Disc(margin, 150, 220, 5, 0.1f);
        for (int y = 0; y < Height; y++)
        {
            margin[(y * Width) + 150] = 0.2f;
        }

        IReadOnlyList<LabelSuggestion> found = LabelSuggestion.Find(Segmentation(margin), null, 2, 20, RunOptions.Default);
        Assert.Equal([1, 2], found.Select(s => s.Rank));
        Assert.InRange(found[0].Row, 52, 68);
        Assert.InRange(found[0].Column, 72, 88);
        Assert.InRange(found[1].Row, 145, 155);
        Assert.InRange(found[1].Column, 215, 225);
        Assert.InRange(found[0].Area, 180, 330);
        Assert.InRange(found[0].Uncertainty, 0.5, 0.7);
        Assert.InRange(found[0].Top, 50, 53);
        Assert.InRange(found[0].Height, 16, 21);
        Assert.True(found[0].Score > found[1].Score);
    }

    [Fact]
    public void Names_the_classes_of_the_region()
    {
        float[] margin = Sure();
        Disc(margin, 100, 149, 8, 0);
        LabelSuggestion found = Assert.Single(LabelSuggestion.Find(Segmentation(margin), null, 5, 1, RunOptions.Default));
        Assert.Equal([1, 2], found.Classes.Select(c => c.Index).Order());
        Assert.InRange(found.Column, 141, 157);
    }

    [Fact]
    public void Places_near_a_stroke_come_later()
    {
        float[] margin = Sure();
        Disc(margin, 60, 80, 7, 0.2f);
        Disc(margin, 150, 220, 7, 0.25f);
        Assert.Equal(60, Rounded(LabelSuggestion.Find(Segmentation(margin), null, 1, 1, RunOptions.Default)[0].Row));
        var strokes = new byte[Height * Width];
        for (int x = 70; x < 90; x++)
        {
            strokes[(62 * Width) + x] = 1;
        }

        IReadOnlyList<LabelSuggestion> found = LabelSuggestion.Find(Segmentation(margin), new SegLabels(Height, Width, strokes, LabelMaps.Classes(1)), 1, 1, RunOptions.Default);
        Assert.Equal(150, Rounded(found[0].Row));

        static int Rounded(int row) => row < 100 ? 60 : 150;
    }

    [Fact]
    public void Nothing_is_suggested_where_the_model_is_sure()
        => Assert.Empty(LabelSuggestion.Find(Segmentation(Sure()), null, 5, 1, RunOptions.Default));

    [Fact]
    public void Suggestions_do_not_overlap_and_are_the_same_every_time()
    {
        var random = new Xoshiro256(3);
        float[] margin = [.. Enumerable.Range(0, Height * Width).Select(_ => (float)random.NextDouble())];
        IReadOnlyList<LabelSuggestion> found = LabelSuggestion.Find(Segmentation(margin), null, 12, 5, RunOptions.Default);
        Assert.Equal(12, found.Count);
        Assert.Equal(found.OrderByDescending(s => s.Score), found);
        for (int a = 0; a < 12; a++)
        {
            for (int b = 0; b < a; b++)
            {
                Assert.True(Math.Max(Math.Abs(found[a].Row - found[b].Row), Math.Abs(found[a].Column - found[b].Column)) > 5);
            }
        }

        Assert.Equal(found.Select(s => s.Score), LabelSuggestion.Find(Segmentation(margin), null, 12, 5, RunOptions.Default).Select(s => s.Score));
    }

    [Fact]
    public void Entropy_serves_where_there_is_no_margin_and_nothing_is_an_error()
    {
        var entropy = new float[Height * Width];
        Disc(entropy, 60, 80, 7, 0.9f);
        SegSegmentation segmentation = Segmentation(null, entropy);
        Assert.InRange(Assert.Single(LabelSuggestion.Find(segmentation, null, 3, 1, RunOptions.Default)).Row, 53, 67);
        Assert.Equal("NoUncertainty", Assert.Throws<SegException>(() => LabelSuggestion.Find(Segmentation(null), null, 3, 1, RunOptions.Default)).Id);
        Assert.Equal("LabelShapeMismatch", Assert.Throws<SegException>(() => LabelSuggestion.Find(segmentation, LabelMaps.Draw("12"), 3, 1, RunOptions.Default)).Id);
    }

    private static float[] Sure() => [.. Enumerable.Repeat(1f, Height * Width)];

    private static void Disc(float[] map, int row, int column, int radius, float value)
    {
        for (int y = row - radius; y <= row + radius; y++)
        {
            for (int x = column - radius; x <= column + radius; x++)
            {
                if (((y - row) * (y - row)) + ((x - column) * (x - column)) <= radius * radius)
                {
                    map[(y * Width) + x] = value;
                }
            }
        }
    }

    private static SegSegmentation Segmentation(float[]? margin, float[]? entropy = null)
    {
        byte[] labels = [.. Enumerable.Range(0, Height * Width).Select(i => (byte)(i % Width < 150 ? 1 : 2))];
        return new SegSegmentation(new SegLabels(Height, Width, labels, LabelMaps.Classes(1, 2)), new SegModel(new ModelParameters()), "cpu", TimeSpan.Zero, null, margin, entropy);
    }
}
