using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using Xunit;

namespace NDSeg.Torch.Tests;

/// <summary>
/// The maps of both engines have the same bits on the processor: rounding happens in the same places. A model then
/// cannot tell them apart.
/// </summary>
public class MapParityTests
{
    [TorchFact]
    public void Maps_equal_those_of_the_other_engine()
    {
        var other = new CpuEngine();
        var engine = new TorchEngine("cpu");
        foreach ((SegImage image, FeatureConfig config) in ((SegImage, FeatureConfig)[])
            [
                (TestImages.Bytes(61, 83), TestImages.AllMaps),
                (TestImages.Floats(61, 83), TestImages.AllMaps),
                (TestImages.Floats(5, 9), TestImages.AllMaps),
                (TestImages.Bytes(1, 1), TestImages.AllMaps),
                (TestImages.Floats(1, 30), TestImages.AllMaps),
                (TestImages.Bytes(30, 2), TestImages.AllMaps),
                (TestImages.Bytes(40, 41), FeatureConfig.Default.WithOption("MembraneSize", 19) with { SigmaMultiplier = 1, Sigmas = [0.7, 3] }),
                (new SegImage(20, 20, PixelType.UInt16, [Wide<ushort>(v => (ushort)(v * 60000))]), TestImages.AllMaps),
                (new SegImage(20, 20, PixelType.Int16, [Wide(v => (short)((v - 0.5) * 60000))]), TestImages.AllMaps),
                (new SegImage(20, 20, PixelType.UInt32, [Wide(v => (uint)(v * 4e9))]), TestImages.AllMaps),
                (new SegImage(20, 20, PixelType.Int32, [Wide(v => (int)((v - 0.5) * 4e9))]), TestImages.AllMaps),
                (new SegImage(20, 20, PixelType.Int8, [Wide(v => (sbyte)((v - 0.5) * 250))]), TestImages.AllMaps),
                (new SegImage(20, 20, PixelType.Float16, [Wide(v => (Half)v)]), TestImages.AllMaps),
                (new SegImage(20, 20, PixelType.Float64, [Wide(v => (double)v * 1e-3)]), TestImages.AllMaps),
                (new SegImage(20, 20, PixelType.Bilevel, [Wide(v => (byte)(v > 0.5 ? 1 : 0))]), TestImages.AllMaps),
            ])
        {
            using SegFeatures expected = other.ComputeFeatures(image, config, [image], RunOptions.Default);
            using SegFeatures got = engine.ComputeFeatures(image, config, [image], RunOptions.Default);
            Assert.Equal(expected.Config, got.Config);
            Assert.Equal(expected.Names, got.Names);
            for (int map = 0; map < expected.Count; map++)
            {
                Assert.True(expected.CopyMap(map).AsSpan().SequenceEqual(got.CopyMap(map)), $"{expected.Names[map]} of {image}");
            }
        }
    }

    private static T[] Wide<T>(Func<float, T> make) => Array.ConvertAll((float[])TestImages.Floats(20, 20, seed: 8).Plane(0), v => make(v));
}
