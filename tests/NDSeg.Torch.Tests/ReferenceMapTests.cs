using NDSeg.Engines;
using NDSeg.Features;
using NDSeg.Imaging;
using NDSeg.TestData;
using Xunit;
using Xunit.Abstractions;

namespace NDSeg.Torch.Tests;

public class ReferenceMapTests(ITestOutputHelper log)
{
    [TorchFact(Shared = true)]
    public void Sem()
    {
        IReadOnlyDictionary<string, NpzArray> maps = NpzFile.Read(SharedData.PathOf("reference/sem3_maps.npz"));
        byte[] raw = [.. maps["original"].ToDoubles().Select(v => (byte)Math.Round(v * 255))];
        Check(SegImage.FromBytes(75, 75, raw), All, maps, 0);
        Check(SegImage.FromBytes(75, 75, raw), All, maps, 13);
        maps = NpzFile.Read(SharedData.PathOf("reference/sem3_maps_truncated_sigma.npz"));
        Check(SegImage.FromBytes(75, 75, raw), All with { TruncateSigma = true }, maps, 0);
        maps = NpzFile.Read(SharedData.PathOf("reference/float_61x83.npz"));
        Check(SegImage.FromFloats(61, 83, maps["image"].ToFloats()), FeatureConfig.Default, maps, 0);
        maps = NpzFile.Read(SharedData.PathOf("reference/uint16_61x83.npz"));
        Check(new SegImage(61, 83, PixelType.UInt16, [Array.ConvertAll(maps["image"].ToInts(), v => (ushort)v)]), FeatureConfig.Default, maps, 1);
    }

    private static FeatureConfig All => new() { Mean = true, Minimum = true, Maximum = true, Median = true, Bilateral = true };

    private void Check(SegImage image, FeatureConfig config, IReadOnlyDictionary<string, NpzArray> maps, int tile)
    {
        var engine = new TorchEngine("cpu");
        using SegFeatures features = engine.ComputeFeatures(image, config, [], new RunOptions { TileSize = tile });
        foreach (string name in features.Names)
        {
            float[] got = features.CopyMap(name);
            float[] expected = maps[name].ToFloats();
            float range = expected.Max() - expected.Min();
            double worst = got.Zip(expected, (a, b) => Math.Abs((double)a - b)).Max() / range;
            int different = got.Zip(expected, (a, b) => a == b ? 0 : 1).Sum();
            if (worst > 1e-5 || tile == 0) { log.WriteLine($"{name}: {worst:g3} of range {range}, {different} differ"); }
        }
    }
}
