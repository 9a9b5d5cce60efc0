using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Segmentation;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.Torch.Tests;

/// <summary>The families on the pyramid with tensors: the definitions, the other engine, and bands of any height.</summary>
public sealed class PyramidTests : PyramidContractTests
{
    [TorchFact]
    public void Maps_equal_those_of_the_other_engine()
    {
        foreach (SegImage image in (SegImage[])[TestImages.Bytes(161, 203), TestImages.Floats(61, 83), TestImages.Channels(40, 57, 2)])
        {
            AssertParity(image, Pyramid);
        }
    }

    [TorchFact]
    public void Maps_of_the_8_bit_image_leave_the_samples_of_the_others_alone()
    {
        double[] samples = Array.ConvertAll((float[])TestImages.Floats(61, 83).Plane(0), v => (double)v);
        var image = new SegImage(61, 83, PixelType.Float64, [samples]);
        FeatureConfig ranks = Pyramid.With("Mean", "Minimum", "Maximum", "Median", "Bilateral") with { Sigmas = [1, 4] };
        foreach (FeatureConfig config in (FeatureConfig[])[ranks, Pyramid.With("Bilateral")])
        {
            AssertParity(image, config);
        }
    }

    [TorchFact]
    public void Maps_in_bands_equal_the_whole()
    {
        foreach (SegImage image in (SegImage[])[TestImages.Bytes(145, 38), TestImages.Floats(21, 17), TestImages.Floats(700, 3)])
        {
            using SegFeatures whole = CreateEngine().ComputeFeatures(image, Pyramid, [], new RunOptions { TileSize = image.Height });
            foreach (int rows in (int[])[13, 50])
            {
                using SegFeatures bands = CreateEngine().ComputeFeatures(image, Pyramid, [], new RunOptions { TileSize = rows });
                for (int map = 0; map < whole.Count; map++)
                {
                    Assert.True(whole.CopyMap(map).AsSpan().SequenceEqual(bands.CopyMap(map)), $"{whole.Names[map]} of {image} in bands of {rows}");
                }
            }
        }
    }

    protected override ISegEngine CreateEngine() => new TorchEngine("cpu");

    private void AssertParity(SegImage image, FeatureConfig config)
    {
        using SegFeatures expected = new CpuEngine().ComputeFeatures(image, config, [], RunOptions.Default);
        using SegFeatures got = CreateEngine().ComputeFeatures(image, config, [], RunOptions.Default);
        Assert.Equal(expected.Names, got.Names);
        for (int map = 0; map < expected.Count; map++)
        {
            float[] values = expected.CopyMap(map), found = got.CopyMap(map);
            float range = values.Max() - values.Min();
            Assert.All(values.Zip(found), p => Assert.True(Math.Abs(p.First - p.Second) <= 1e-5f * range, $"{expected.Names[map]} of {image}: {p.First} and {p.Second} of a range of {range}"));
        }
    }
}
