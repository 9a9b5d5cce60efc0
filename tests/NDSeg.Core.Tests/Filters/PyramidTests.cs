using NDSeg.Cpu;
using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Simd;
using NDSeg.Cpu.Tiles;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Segmentation;
using NDSeg.TestData;
using NDSeg.Training;
using NDSeg.Core.Tests.Training;
using Xunit;

namespace NDSeg.Core.Tests.Filters;

/// <summary>The pyramid on the processor: the definitions, and the same bytes for every cut, thread count and instruction set.</summary>
public unsafe class PyramidTests : PyramidContractTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 16)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_cut_thread_count_and_instruction_set_give_the_same_bytes(int seed)
    {
        var random = new Random(seed);
        int height = random.Next(1, 220), width = seed % 4 == 0 ? random.Next(400, 700) : random.Next(1, 200);
        SegImage image = seed % 2 == 0
            ? SegImage.FromBytes(height, width, Samples(height * width, seed, v => (byte)(255 * v)))
            : SegImage.FromFloats(height, width, Samples(height * width, seed, v => (float)v));
        byte[] expected = Bytes(SimdWidth.Scalar, image, new RunOptions { Threads = 1, TileSize = 1000 });
        foreach (SimdWidth simd in SimdLevel.Supported)
        {
            foreach (int tile in (int[])[0, random.Next(1, 20), random.Next(20, 150)])
            {
                var options = new RunOptions { Threads = random.Next(1, 4), TileSize = tile };
                Assert.True(expected.AsSpan().SequenceEqual(Bytes(simd, image, options)), $"{image} {simd} {options}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Tiles_of_any_place_in_any_order_and_any_choice_of_maps_have_the_same_bytes(int seed)
    {
        var random = new Random(seed);
        int height = random.Next(1, 150), width = random.Next(1, 150);
        SegImage image = SegImage.FromFloats(height, width, Samples(height * width, seed, v => (float)v));
        FeaturePlan plan = FeaturePlan.Create(Pyramid);
        bool[] wanted = [.. plan.Maps.Select(_ => random.Next(4) == 0)];
        using var full = (CpuFeatures)new CpuEngine().ComputeFeatures(image, Pyramid, [], RunOptions.Default);
        TileRect[] tiles = [.. Enumerable.Range(0, 12).Select(_ =>
        {
            int x = random.Next(width), y = random.Next(height);
            return new TileRect(x, y, random.Next(1, width - x + 1), random.Next(1, Math.Min(height - y, 40) + 1));
        })];
        var comparer = new Comparer(full, wanted);
        new ImageTiles(image, [], plan, wanted, SimdLevel.Current).Run(tiles, () => comparer, new RunOptions { Threads = 1 });
        Assert.True(comparer.Compared > 0 && comparer.Different == 0, $"{comparer.Different} of {comparer.Compared} values differ");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(23)]
    public void Labelled_pixels_straight_from_the_image_have_the_values_of_the_stack(int tileSize)
    {
        const int height = 300, width = 330;
        SegImage image = SegImage.FromFloats(height, width, Samples(height * width, 77, v => (float)v));
        var strokes = new byte[height * width];
        var random = new Random(5);
        for (int i = 0; i < 60; i++)
        {
            strokes[random.Next(strokes.Length)] = (byte)(1 + (i % 2));
        }

        var labels = new SegLabels(height, width, strokes, TrainingTables.Classes(1, 2), LabelEncoding.Indexed);
        var engine = new CpuEngine();
        using SegFeatures stack = engine.ComputeFeatures(image, Pyramid, [], RunOptions.Default);
        var options = new RunOptions { TileSize = tileSize };
        Assert.Equal(engine.Sample(stack, labels, options).Values, engine.Sample(image, Pyramid, [], labels, options).Values);
    }

    [Fact]
    public void Extended_maps_follow_the_52_of_the_default_without_membranes()
    {
        string[] names = [.. FeaturePlan.Create(FeatureConfig.Default.Without("Membrane").With("Oriented", "Structure", "Tophat", "Deviation")).Names];
        Assert.Equal(121, names.Length);
        Assert.Equal(FeaturePlan.Create(FeatureConfig.Default.Without("Membrane")).Names, names[..52]);
        Assert.Equal(FeaturePlan.Create(Pyramid).Names.Skip(1), names[52..]);
    }

    /// <inheritdoc/>
    protected override ISegEngine CreateEngine() => new CpuEngine();

    private static byte[] Bytes(SimdWidth width, SegImage image, RunOptions options)
    {
        using SegFeatures stack = new CpuEngine(width).ComputeFeatures(image, Pyramid, [], options);
        return [.. Enumerable.Range(0, stack.Count).SelectMany(m => System.Runtime.InteropServices.MemoryMarshal.AsBytes(stack.CopyMap(m).AsSpan()).ToArray())];
    }

    private sealed class Comparer(CpuFeatures full, bool[] wanted) : TileConsumer
    {
        internal int Compared { get; private set; }

        internal int Different { get; private set; }

        internal override void Consume(in TileRect tile, in RowPlanes planes)
        {
            for (int map = 0; map < wanted.Length; map++)
            {
                for (int y = 0; wanted[map] && y < tile.Height; y++)
                {
                    var expected = new ReadOnlySpan<float>(full.View.Row(map, tile.Y + y) + tile.X, tile.Width);
                    var found = new ReadOnlySpan<float>(planes.Row(map, y), tile.Width);
                    for (int x = 0; x < tile.Width; x++)
                    {
                        Compared++;
                        Different += BitConverter.SingleToInt32Bits(expected[x]) == BitConverter.SingleToInt32Bits(found[x]) ? 0 : 1;
                    }
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
