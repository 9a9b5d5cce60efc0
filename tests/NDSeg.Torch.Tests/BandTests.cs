using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.Torch.Tests;

/// <summary>Bands of any height give the bits of the whole.</summary>
public class BandTests
{
    [TorchFact]
    public void Maps_in_bands_equal_the_whole()
    {
        var engine = new TorchEngine("cpu");
        foreach ((SegImage image, FeatureConfig config) in ((SegImage, FeatureConfig)[])
            [
                (TestImages.Bytes(45, 38), TestImages.AllMaps),
                (TestImages.Floats(21, 17), TestImages.AllMaps),
                (TestImages.Channels(19, 23, 2), FeatureConfig.Default with { TruncateSigma = true }),
                (TestImages.Bytes(3, 40), FeatureConfig.Default),
            ])
        {
            using SegFeatures whole = engine.ComputeFeatures(image, config, [], new RunOptions { TileSize = image.Height });
            foreach (int rows in (int[])[1, 2, 13])
            {
                using SegFeatures bands = engine.ComputeFeatures(image, config, [], new RunOptions { TileSize = rows });
                for (int map = 0; map < whole.Count; map++)
                {
                    Assert.True(whole.CopyMap(map).AsSpan().SequenceEqual(bands.CopyMap(map)), $"{whole.Names[map]} of {image} in bands of {rows}");
                }
            }
        }
    }

    [TorchFact]
    public void Labels_straight_from_the_image_equal_those_from_the_stack()
    {
        var engine = new TorchEngine("cpu");
        SegImage image = TestImages.Bytes(40, 33);
        SegImage extra = TestImages.Floats(40, 33, seed: 9);
        using SegFeatures stack = engine.ComputeFeatures(image, FeatureConfig.Default, [extra], RunOptions.Default);
        foreach (EnsembleKind kind in (EnsembleKind[])[EnsembleKind.Forest, EnsembleKind.Booster])
        {
            SegModel model = RandomEnsemble.Model(RandomEnsemble.Create(kind, 4, stack.Count, 20, 12, [0f, 0.02f, 0.2f, 0.5f, 3f], seed: 2), stack.Plan);
            foreach (var request in (PredictionRequest[])[new(), new(Probabilities: true, Uncertainty: true), new(Probabilities: true, SmoothingSigma: 1.5)])
            {
                SegSegmentation expected = engine.Apply(stack, model, request, RunOptions.Default);
                Assert.True(expected.Labels.Bytes.IndexOfAnyExcept(expected.Labels.Bytes[0]) >= 0, "one label everywhere proves nothing");
                foreach (int rows in (int[])[0, 1, 7, 40])
                {
                    SegSegmentation got = engine.Apply(image, [extra], model, request, new RunOptions { TileSize = rows });
                    Assert.True(expected.Labels.Bytes.SequenceEqual(got.Labels.Bytes), $"{kind} {request} in bands of {rows}");
                    Assert.Equal(expected.Margin, got.Margin);
                    Assert.Equal(expected.Entropy, got.Entropy);
                    Assert.Equal(expected.Probabilities?.SelectMany(p => p), got.Probabilities?.SelectMany(p => p));
                }
            }
        }
    }

    [TorchFact]
    public void Labelled_rows_straight_from_the_image_equal_those_from_the_stack()
    {
        var engine = new TorchEngine("cpu");
        SegImage image = TestImages.Floats(31, 44);
        SegLabels labels = TestImages.Strokes(31, 44, 3);
        using SegFeatures stack = engine.ComputeFeatures(image, FeatureConfig.Default, [], RunOptions.Default);
        SegTrainingData expected = engine.Sample(stack, labels, RunOptions.Default);
        float[] map = stack.CopyMap(9);
        for (int i = 0; i < expected.SampleCount; i++)
        {
            Assert.Equal(map[(expected.Rows[i] * 44) + expected.Columns[i]], expected.Values[(i * stack.Count) + 9]);
            Assert.Equal(labels[expected.Rows[i], expected.Columns[i]], expected.Targets[i]);
        }

        foreach (int rows in (int[])[0, 1, 5])
        {
            SegTrainingData got = engine.Sample(image, FeatureConfig.Default, [], labels, new RunOptions { TileSize = rows });
            Assert.Equal(expected.Values, got.Values);
            Assert.Equal(expected.Targets, got.Targets);
            Assert.Equal(expected.Rows, got.Rows);
            Assert.Equal(expected.Columns, got.Columns);
        }
    }
}
