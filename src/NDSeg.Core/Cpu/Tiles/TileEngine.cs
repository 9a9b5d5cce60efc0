using NDSeg.Cpu.Memory;
using NDSeg.Filters;
using NDSeg.Filters.Kernels;
using NDSeg.Images;

namespace NDSeg.Cpu.Tiles;

/// <summary>
/// Computes the wanted maps of an image tile by tile, either into a stack or into a tile's own memory for a consumer:
/// stacks, training tables and predictions all come from here.
/// </summary>
internal sealed unsafe class TileEngine : ITileSource
{
    private readonly SegImage image;
    private readonly IReadOnlyList<SegImage> extras;
    private readonly FilterKernels kernels;
    private readonly ChannelProgram[] programs;
    private readonly ByteMapping intensity;
    private readonly (int Map, int Image, int Plane)[] extraMaps;
    private readonly int[] planeIndex;
    private readonly int planeCount;

    /// <summary>Prepares the filters.</summary>
    /// <param name="image">The image; all samples finite.</param>
    /// <param name="extras">Extra channels of the same height and width.</param>
    /// <param name="plan">The maps; its configuration's intensity range is set where it is needed.</param>
    /// <param name="wanted">Which maps to compute; null for all.</param>
    /// <param name="kernels">Instruction set.</param>
    internal TileEngine(SegImage image, IReadOnlyList<SegImage> extras, FeaturePlan plan, bool[]? wanted, FilterKernels kernels)
    {
        this.image = image;
        this.extras = extras;
        this.kernels = kernels;
        programs = ChannelProgram.Create(plan, wanted);
        intensity = ByteMapping.For(image, plan.Config);
        extraMaps = [.. ExtraMaps(extras, plan, wanted)];
        planeIndex = new int[plan.Count];
        for (int map = 0; map < plan.Count; map++)
        {
            planeIndex[map] = wanted is null || wanted[map] ? planeCount++ : -1;
        }
    }

    /// <inheritdoc/>
    public void Run(TileRect[] tiles, Func<TileConsumer> open, RunOptions options)
        => TileLoop.Run(tiles, () => new ConsumeStep(this, open()), options);

    /// <summary>Fills a stack of every map, H x W.</summary>
    /// <param name="tiles">The cut.</param>
    /// <param name="stack">The stack; rows start on 64-byte boundaries and are padded to a multiple of 32 floats.</param>
    /// <param name="bypassCache">Write past the caches.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    internal void Fill(TileRect[] tiles, RowPlanes stack, bool bypassCache, RunOptions options)
        => TileLoop.Run(tiles, () => new FillStep(this, stack, bypassCache), options);

    private static IEnumerable<(int Map, int Image, int Plane)> ExtraMaps(IReadOnlyList<SegImage> extras, FeaturePlan plan, bool[]? wanted)
    {
        int map = plan.Count - plan.ExtraChannels;
        for (int e = 0; e < extras.Count; e++)
        {
            for (int p = 0; p < extras[e].Channels; p++, map++)
            {
                if (wanted is null || wanted[map])
                {
                    yield return (map, e, p);
                }
            }
        }
    }

    private void Compute(ChannelFilter filter, in TileRect tile, in RowPlanes planes, bool bypassCache)
    {
        foreach (ChannelProgram program in programs)
        {
            filter.Compute(image, program, tile, planes, bypassCache, intensity);
        }

        foreach ((int map, int extra, int plane) in extraMaps)
        {
            for (int y = 0; y < tile.Height; y++)
            {
                SampleRows.Read(kernels, extras[extra], plane, tile.Y + y, tile.X, tile.Width, 1f, planes.Row(map, y));
            }
        }
    }

    private sealed class FillStep(TileEngine engine, RowPlanes stack, bool bypassCache) : TileStep
    {
        private readonly NativeArena arena = new();
        private ChannelFilter? filter;

        internal override void Run(in TileRect tile)
        {
            filter ??= new ChannelFilter(engine.kernels, arena);
            engine.Compute(filter, tile, stack.Part(tile.Y, tile.X, tile.Height, tile.Width), bypassCache);
        }

        protected override void Dispose(bool disposing) => arena.Dispose();
    }

    private sealed class ConsumeStep(TileEngine engine, TileConsumer consumer) : TileStep
    {
        private readonly NativeArena arena = new();
        private readonly NativeArena planes = new();
        private ChannelFilter? filter;

        internal override void Run(in TileRect tile)
        {
            filter ??= new ChannelFilter(engine.kernels, arena);
            long rowStride = PlaneBuffer.StrideOf(tile.Width);
            long planeStride = PlaneBuffer.PlaneStrideOf(tile.Height, rowStride);
            planes.Reset();
            float* memory = planes.Rent<float>(Math.Max(engine.planeCount, 1) * planeStride);
            var maps = new RowPlanes(memory, tile.Height, tile.Width, rowStride, planeStride, engine.planeIndex);
            engine.Compute(filter, tile, maps, bypassCache: false);
            consumer.Consume(tile, maps);
        }

        protected override void Dispose(bool disposing)
        {
            arena.Dispose();
            planes.Dispose();
            consumer.Dispose();
        }
    }
}
