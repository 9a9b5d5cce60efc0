using NDSeg.Cpu;
using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Simd;
using NDSeg.Cpu.Tiles;
using NDSeg.Filters;
using NDSeg.Images;
using Xunit;

namespace NDSeg.Core.Tests.Cpu.Tiles;

/// <summary>The same bytes for every cut, thread count, vector width and choice of maps.</summary>
public unsafe class TilingTests
{
    private static readonly FeatureConfig Everything = FeatureConfig.Default.With("Mean", "Minimum", "Maximum", "Median", "Bilateral");

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_size_and_any_cut_give_the_same_bytes(int seed)
    {
        var random = new Random(seed);
        int height = seed < 4 ? 1 + seed : random.Next(1, 71);
        int width = seed < 4 ? 1 : random.Next(1, seed % 5 == 0 ? 200 : 71);
        SegImage image = RandomImage(random, height, width, seed);
        FeatureConfig config = Everything with { Sigmas = seed % 3 == 0 ? [1, 2, 4, 8, 16] : [0.7, 3, 5], TruncateSigma = seed % 4 == 1 };
        config = config.WithOption("MembraneSize", seed % 2 == 0 ? 15 : 21);
        byte[] expected = Bytes(new CpuEngine(SimdWidth.Scalar), image, config, new RunOptions { Threads = 1, TileSize = 1000 });
        foreach (SimdWidth simd in SimdLevel.Supported)
        {
            foreach (int threads in (int[])[1, 2])
            {
                var options = new RunOptions { Threads = threads, TileSize = random.Next(1, 90) };
                Assert.True(expected.AsSpan().SequenceEqual(Bytes(new CpuEngine(simd), image, config, options)), $"{image} {simd} {options}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_subset_of_the_maps_has_the_same_bytes(int seed)
    {
        var random = new Random(seed);
        int height = random.Next(1, 60);
        int width = random.Next(1, 90);
        SegImage image = RandomImage(random, height, width, seed);
        FeaturePlan plan = FeaturePlan.Create(ByteMapping.Resolve(Everything, image));
        bool[] wanted = [.. plan.Maps.Select(_ => random.Next(4) == 0)];
        using var full = (CpuFeatures)new CpuEngine().ComputeFeatures(image, Everything, [], RunOptions.Default);
        var collector = new Collector(plan, wanted, height, width);
        new ImageTiles(image, [], plan, wanted, SimdLevel.Current).Run(TileGrid.Cover(height, width, random.Next(1, 40), 64), () => collector, RunOptions.Default);
        for (int map = 0; map < plan.Count; map++)
        {
            Assert.Equal(wanted[map] ? full.CopyMap(map) : new float[height * width], collector.Maps[map]);
        }
    }

    [Theory]
    [InlineData(1, 1, 32, 448)]
    [InlineData(1568, 1568, 32, 448)]
    [InlineData(100, 65, 7, 7)]
    [InlineData(5, 1000, 100, 300)]
    public void A_cut_covers_every_pixel_once_on_aligned_columns(int height, int width, int tileHeight, int tileWidth)
    {
        var seen = new byte[height * width];
        foreach (TileRect tile in TileGrid.Cover(height, width, tileHeight, tileWidth))
        {
            Assert.Equal(0, tile.X % 64);
            for (int y = tile.Y; y < tile.Y + tile.Height; y++)
            {
                for (int x = tile.X; x < tile.X + tile.Width; x++)
                {
                    seen[(y * width) + x]++;
                }
            }
        }

        Assert.All(seen, v => Assert.Equal(1, v));
    }

    [Fact]
    public void Stacks_written_past_the_caches_hold_the_same_bytes()
    {
        // Large enough for the engine to bypass the caches; the small crops of it are not.
        var random = new Random(5);
        SegImage image = RandomImage(random, 330, 330, 0);
        using var stack = (CpuFeatures)new CpuEngine().ComputeFeatures(image, FeatureConfig.Default, [], RunOptions.Default);
        Assert.True(stack.View.PlaneStride * stack.Count * sizeof(float) > 24 << 20);
        Assert.Equal(0, (long)stack.View.Origin % 64);
        Assert.Equal(0, stack.View.RowStride % 16);
        var collector = new Collector(stack.Plan, [.. stack.Names.Select(_ => true)], 330, 330);
        new ImageTiles(image, [], stack.Plan, null, SimdWidth.Scalar).Run(TileGrid.Cover(330, 330, 50, 100), () => collector, new RunOptions { Threads = 1 });
        for (int map = 0; map < stack.Count; map++)
        {
            Assert.Equal(stack.CopyMap(map), collector.Maps[map]);
        }
    }

    [Fact]
    public void A_failing_consumer_ends_the_run_with_its_own_error()
    {
        SegImage image = RandomImage(new Random(1), 64, 200, 0);
        FeaturePlan plan = FeaturePlan.Create(FeatureConfig.Default);
        var engine = new ImageTiles(image, [], plan, null, SimdLevel.Current);
        Assert.Throws<InvalidTimeZoneException>(() => engine.Run(TileGrid.Cover(64, 200, 8, 64), () => new Failing(), new RunOptions { Threads = 2 }));
    }

    [Fact]
    public void Cancelling_stops_between_tiles_and_progress_ends_at_one()
    {
        SegImage image = RandomImage(new Random(1), 200, 200, 0);
        using var source = new CancellationTokenSource();
        var seen = new List<double>();
        var progress = new Reporter(v =>
        {
            lock (seen)
            {
                seen.Add(v);
            }
        });
        using (new CpuEngine().ComputeFeatures(image, FeatureConfig.Default, [], new RunOptions { Progress = progress, TileSize = 20 }))
        {
            Assert.Equal(1, seen.Max());
        }

        int count = 0;
        var cancelling = new Reporter(_ =>
        {
            count++;
            source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => new CpuEngine().ComputeFeatures(
            image, FeatureConfig.Default, [], new RunOptions { Threads = 1, Progress = cancelling, TileSize = 20, Cancellation = source.Token }));
        Assert.Equal(1, count);
    }

    [Fact]
    public void A_disposed_stack_gives_its_memory_to_the_next_one()
    {
        SegImage image = RandomImage(new Random(1), 37, 41, 0);
        var first = (CpuFeatures)new CpuEngine().ComputeFeatures(image, FeatureConfig.Default, [], RunOptions.Default);
        float[] map = first.CopyMap(3);
        first.Dispose();
        first.Dispose();
        Assert.True(first.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => first.CopyMap(3));
        using var second = (CpuFeatures)new CpuEngine().ComputeFeatures(image, FeatureConfig.Default, [], RunOptions.Default);
        Assert.Equal(map, second.CopyMap(3));
    }

    private static SegImage RandomImage(Random random, int height, int width, int seed)
    {
        if (seed % 3 == 2)
        {
            var floats = new float[height * width];
            for (int i = 0; i < floats.Length; i++)
            {
                floats[i] = (float)((random.NextDouble() * 3) - 1);
            }

            return SegImage.FromFloats(height, width, floats);
        }

        if (seed % 3 == 1)
        {
            return new SegImage(height, width, PixelType.UInt16, [Enumerable.Range(0, height * width).Select(_ => (ushort)random.Next(65536)).ToArray()]);
        }

        var bytes = new byte[height * width];
        random.NextBytes(bytes);
        return SegImage.FromBytes(height, width, bytes);
    }

    private static byte[] Bytes(CpuEngine engine, SegImage image, FeatureConfig config, RunOptions options)
    {
        using SegFeatures stack = engine.ComputeFeatures(image, config, [], options);
        var bytes = new List<byte>();
        for (int map = 0; map < stack.Count; map++)
        {
            bytes.AddRange(System.Runtime.InteropServices.MemoryMarshal.AsBytes(stack.CopyMap(map).AsSpan()));
        }

        return [.. bytes];
    }

    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }

    private sealed class Failing : TileConsumer
    {
        internal override void Consume(in TileRect tile, in RowPlanes planes) => throw new InvalidTimeZoneException();

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Collector(FeaturePlan plan, bool[] wanted, int height, int width) : TileConsumer
    {
        internal float[][] Maps { get; } = [.. plan.Names.Select(_ => new float[height * width])];

        internal override void Consume(in TileRect tile, in RowPlanes planes)
        {
            for (int map = 0; map < plan.Count; map++)
            {
                Assert.Equal(wanted[map], planes.PlaneIndex(map) >= 0);
                for (int y = 0; y < tile.Height && wanted[map]; y++)
                {
                    new ReadOnlySpan<float>(planes.Row(map, y), tile.Width).CopyTo(Maps[map].AsSpan(((tile.Y + y) * width) + tile.X, tile.Width));
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
