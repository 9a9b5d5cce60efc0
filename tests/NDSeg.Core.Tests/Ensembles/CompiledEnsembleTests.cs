using NDSeg.Ensembles;
using NDSeg.Features;
using Xunit;

namespace NDSeg.Tests.Ensembles;

/// <summary>Every instruction set against the tree-walking twin.</summary>
public class CompiledEnsembleTests
{
    public static TheoryData<EnsembleKind, int, int, int, int, int> Shapes()
    {
        var data = new TheoryData<EnsembleKind, int, int, int, int, int>();
        foreach (EnsembleKind kind in Enum.GetValues<EnsembleKind>())
        {
            // classes, features, trees, depth, leaves
            data.Add(kind, 2, 1, 1, 1, 1);
            data.Add(kind, 2, 1, 1, 1, 2);
            data.Add(kind, 2, 3, 7, 4, 9);
            data.Add(kind, 3, 2, 30, 3, 5);
            data.Add(kind, 6, 20, 60, 8, 40);
            data.Add(kind, 4, 5, 12, 20, 64);
            data.Add(kind, 5, 7, 9, 20, 65);
            data.Add(kind, 3, 2, 6, 20, 300);
            data.Add(kind, 3, 1, 5, 64, 700);
            data.Add(kind, 255, 4, 8, 6, 20);
            data.Add(kind, 300, 4, 310, 5, 10);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Labels_and_probabilities_are_those_of_the_walker(EnsembleKind kind, int classes, int features, int trees, int depth, int leaves)
    {
        var random = new Random(HashCode.Combine((int)kind, classes) == 0 ? 1 : (classes * 7919) + trees + (int)kind);
        (int Height, int Width)[] sizes = classes > 100 ? [(1, 1), (3, 70)] : [(1, 1), (1, 2), (2, 63), (3, 64), (1, 65), (5, 128), (2, 130), (33, 1), (9, 257)];
        foreach ((int height, int width) in sizes)
        {
            // From noise of awkward values to a nearly constant tile.
            double awkward = random.NextDouble();
            double spread = random.Next(3) == 0 ? 0.01 : 1;
            TreeEnsemble ensemble = RandomEnsemble.Create(random, kind, classes, features, trees, depth, leaves, awkward);
            using var tile = new TileOfSamples(features, height, width, (_, _, _) => (float)(RandomEnsemble.Value(random, awkward) * spread));
            AssertLikeWalker(ensemble, tile);
        }
    }

    private static void AssertLikeWalker(TreeEnsemble ensemble, TileOfSamples tile)
    {
        var walker = new TreeWalker(ensemble);
        bool wide = ensemble.ClassCount > 255;
        int pixels = tile.Height * tile.Width;
        var labels = new int[pixels];
        var shares = new float[ensemble.ClassCount * pixels];
        var pixel = new float[ensemble.ClassCount];
        for (int i = 0; i < pixels; i++)
        {
            float[] sample = tile.Sample(i / tile.Width, i % tile.Width);
            labels[i] = walker.Label(sample);
            walker.Probabilities(sample, pixel);
            for (int k = 0; k < pixel.Length; k++)
            {
                shares[(k * pixels) + i] = pixel[k];
            }
        }

        foreach (SimdWidth width in SimdLevel.Supported)
        {
            CompiledEnsemble compiled = CompiledEnsemble.Compile(ensemble, width);
            Assert.Equal(labels, tile.Labels(compiled, wide));
            Assert.Equal(shares, tile.Probabilities(compiled));
        }
    }
}
