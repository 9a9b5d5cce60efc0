using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Simd;
using NDSeg.Filters;
using NDSeg.Filters.Families;
using NDSeg.Images;

namespace NDSeg.Cpu.Tiles;

/// <summary>
/// Computes the wanted maps of an image tile by tile, either into a stack or into a tile's own memory for a consumer:
/// stacks, training tables and predictions all come from here.
/// </summary>
internal sealed unsafe class ImageTiles : ITileSource
{
    private readonly IReadOnlyList<SegImage> extras;
    private readonly PixelKernel pixels;
    private readonly ChannelWork[] channels;
    private readonly (int Map, int Image, int Plane)[] extraMaps;
    private readonly int[] planeIndex;
    private readonly int planeCount;

    /// <summary>Prepares the filters.</summary>
    /// <param name="image">The image; all samples finite.</param>
    /// <param name="extras">Extra channels of the same height and width.</param>
    /// <param name="plan">The maps; its configuration's intensity range is set where it is needed.</param>
    /// <param name="wanted">Which maps to compute; null for all.</param>
    /// <param name="width">Instruction set.</param>
    internal ImageTiles(SegImage image, IReadOnlyList<SegImage> extras, FeaturePlan plan, bool[]? wanted, SimdWidth width)
    {
        this.extras = extras;
        pixels = PixelKernel.Create(width);
        channels = [.. Enumerable.Range(0, plan.Channels).Select(c => new ChannelWork(image, c, plan, wanted, width))];
        extraMaps = [.. ExtraMaps(extras, plan, wanted)];
        planeIndex = new int[plan.Count];
        for (int map = 0; map < plan.Count; map++)
        {
            planeIndex[map] = wanted is null || wanted[map] ? planeCount++ : -1;
        }
    }

    /// <summary>Whether a tile is cheaper right after one above it in the same columns.</summary>
    internal bool KeepsRows => channels.Any(c => c.KeepsRows);

    /// <inheritdoc/>
    public void Run(TileRect[] tiles, Func<TileConsumer> open, RunOptions options)
        => TileLoop.Run(Runs(tiles, options), () => new ConsumeWorker(this, open()), options);

    /// <summary>Fills a stack of every map, H x W.</summary>
    /// <param name="tiles">The cut.</param>
    /// <param name="stack">The stack; rows start on 64-byte boundaries and are padded to a multiple of 32 floats.</param>
    /// <param name="bypassCache">Write past the caches.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    internal void Fill(TileRect[] tiles, RowPlanes stack, bool bypassCache, RunOptions options)
        => TileLoop.Run(Runs(tiles, options), () => new FillWorker(this, stack, bypassCache), options);

    private TileRect[][] Runs(TileRect[] tiles, RunOptions options)
        => KeepsRows ? TileGrid.Runs(tiles, options.EffectiveThreads) : [.. tiles.Select(t => new[] { t })];

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

    private void Compute(FilterTile worker, in TileRect tile, in RowPlanes planes, bool bypassCache)
    {
        foreach (ChannelWork channel in channels)
        {
            channel.Run(worker, tile, planes, bypassCache);
        }

        foreach ((int map, int extra, int plane) in extraMaps)
        {
            for (int y = 0; y < tile.Height; y++)
            {
                SampleReader.Read(pixels, extras[extra], plane, tile.Y + y, tile.X, tile.Width, 1f, planes.Row(map, y));
            }
        }
    }

    private sealed class FillWorker(ImageTiles owner, RowPlanes stack, bool bypassCache) : TileWorker
    {
        private readonly NativeArena arena = new();
        private FilterTile? own;

        internal override void Run(in TileRect tile)
        {
            own ??= new FilterTile(arena);
            owner.Compute(own, tile, stack.Part(tile.Y, tile.X, tile.Height, tile.Width), bypassCache);
        }

        protected override void Dispose(bool disposing)
        {
            own?.Dispose();
            arena.Dispose();
        }
    }

    private sealed class ConsumeWorker(ImageTiles owner, TileConsumer consumer) : TileWorker
    {
        private readonly NativeArena arena = new();
        private readonly NativeArena planes = new();
        private FilterTile? own;

        internal override void Run(in TileRect tile)
        {
            own ??= new FilterTile(arena);
            long rowStride = PlaneBuffer.StrideOf(tile.Width);
            long planeStride = PlaneBuffer.PlaneStrideOf(tile.Height, rowStride);
            planes.Reset();
            float* memory = planes.Rent<float>(Math.Max(owner.planeCount, 1) * planeStride);
            var maps = new RowPlanes(memory, tile.Height, tile.Width, rowStride, planeStride, owner.planeIndex);
            owner.Compute(own, tile, maps, bypassCache: false);
            consumer.Consume(tile, maps);
        }

        protected override void Dispose(bool disposing)
        {
            own?.Dispose();
            arena.Dispose();
            planes.Dispose();
            consumer.Dispose();
        }
    }
}
