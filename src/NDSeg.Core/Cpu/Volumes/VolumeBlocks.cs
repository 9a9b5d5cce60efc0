using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Simd;
using NDSeg.Cpu.Tiles;
using NDSeg.Filters;
using NDSeg.Filters.Families;
using NDSeg.Filters.Volumes;
using NDSeg.Images;

namespace NDSeg.Cpu.Volumes;

/// <summary>
/// Computes the wanted maps of a volume block by block, every block slice by slice, and hands bands of rows to consumers: training
/// tables and predictions come from here. Nothing holds more of a map than a band.
/// </summary>
internal sealed unsafe class VolumeBlocks
{
    private readonly SliceWindow slices;
    private readonly SliceWindow[] extras;
    private readonly VolumeExtent extent;
    private readonly VoxelRatio ratio;
    private readonly FeaturePlan plan;
    private readonly bool[]? wanted;
    private readonly SimdWidth width;
    private readonly PixelKernel pixels;
    private readonly int[] planeIndex;
    private readonly int planeCount;
    private readonly (int Map, int Volume, int Channel)[] extraMaps;

    /// <summary>Prepares the maps.</summary>
    /// <param name="slices">The volume.</param>
    /// <param name="extras">Extra channels: volumes of the same shape.</param>
    /// <param name="plan">The maps.</param>
    /// <param name="ratio">Distances of slices and rows in x pixels.</param>
    /// <param name="wanted">Which maps to compute; null for all.</param>
    /// <param name="width">Instruction set.</param>
    internal VolumeBlocks(SliceWindow slices, SliceWindow[] extras, FeaturePlan plan, VoxelRatio ratio, bool[]? wanted, SimdWidth width)
    {
        this.slices = slices;
        this.extras = extras;
        this.plan = plan;
        this.ratio = ratio;
        this.wanted = wanted;
        this.width = width;
        extent = new VolumeExtent(slices.Volume.Depth, slices.Volume.Height, slices.Volume.Width);
        pixels = PixelKernel.Create(width);
        planeIndex = new int[plan.Count];
        for (int map = 0; map < plan.Count; map++)
        {
            planeIndex[map] = IsWanted(map) ? planeCount++ : -1;
        }

        int first = plan.Count - plan.ExtraChannels;
        (int Volume, int Channel)[] channels = [.. extras.SelectMany((e, v) => Enumerable.Range(0, e.Volume.Channels).Select(c => (v, c)))];
        extraMaps = [.. channels.Select((c, i) => (first + i, c.Volume, c.Channel)).Where(m => IsWanted(m.Item1))];
        using var worker = new Worker(this, null, new BlockProgress(1, null), CancellationToken.None);
        Reach = worker.Reach;
    }

    /// <summary>Slices before and after a block that its maps depend on.</summary>
    internal int Reach { get; }

    /// <summary>Runs blocks.</summary>
    /// <param name="blocks">The blocks, in the order they are started.</param>
    /// <param name="open">Makes a consumer for every thread.</param>
    /// <param name="options">Threads, cancellation.</param>
    /// <param name="progress">Is told of finished slices.</param>
    internal void Run(VolumeBlock[] blocks, Func<VolumeConsumer> open, RunOptions options, BlockProgress progress)
        => TileLoop.Run<VolumeBlock>([.. blocks.Select(b => new[] { b })], () => new Worker(this, open(), progress, options.Cancellation), options with { Progress = null });

    private bool IsWanted(int map) => wanted is null || wanted[map];

    private sealed class Worker : LoopWorker<VolumeBlock>
    {
        private readonly VolumeBlocks owner;
        private readonly VolumeConsumer? consumer;
        private readonly BlockProgress progress;
        private readonly CancellationToken cancellation;
        private readonly NativeArena maps = new();
        private readonly PlaneGraph[] graphs;

        internal Worker(VolumeBlocks owner, VolumeConsumer? consumer, BlockProgress progress, CancellationToken cancellation)
        {
            this.owner = owner;
            this.consumer = consumer;
            this.progress = progress;
            this.cancellation = cancellation;
            FilterSettings settings = owner.plan.Config.Settings;
            graphs =
            [
                .. Enumerable.Range(0, owner.plan.Channels)
                    .Select(c => (Channel: c, Targets: owner.plan.TargetsOf<VolumeFamily>(c, owner.wanted).ToArray()))
                    .Where(c => c.Targets.Length > 0)
                    .Select(c => new PlaneGraph(owner.extent, owner.ratio, settings, c.Targets, owner.width, owner.slices.Slice, c.Channel)),
            ];
        }

        internal int Reach => graphs.Select(g => Math.Max(g.Grey.Lead, g.Grey.After)).DefaultIfEmpty(0).Max();

        internal override void Run(in VolumeBlock block)
        {
            foreach (PlaneGraph graph in graphs)
            {
                cancellation.ThrowIfCancellationRequested();
                graph.Start(block);
            }

            int end = block.Z + block.Depth;
            for (int z = block.Z; z < end; z += PlaneGraph.Chunk)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(PlaneGraph.Chunk, end - z);
                foreach (PlaneGraph graph in graphs)
                {
                    graph.Advance(z, count);
                }

                for (int y = 0; y < block.Height; y += TensorPlanes.BandRows)
                {
                    Band(block, z, count, new TileRect(block.X, block.Y + y, block.Width, Math.Min(TensorPlanes.BandRows, block.Height - y)));
                }

                progress.Add(block, count);
            }
        }

        protected override void Dispose(bool disposing)
        {
            foreach (PlaneGraph graph in graphs)
            {
                graph.Dispose();
            }

            maps.Dispose();
            consumer?.Dispose();
        }

        private void Band(in VolumeBlock block, int z, int count, in TileRect band)
        {
            long rowStride = PlaneBuffer.StrideOf(band.Width);
            long planeStride = PlaneBuffer.PlaneStrideOf(band.Height, rowStride);
            maps.Reset();
            var planes = new RowPlanes(maps.Rent<float>(Math.Max(owner.planeCount, 1) * planeStride), band.Height, band.Width, rowStride, planeStride, owner.planeIndex);
            foreach (PlaneGraph graph in graphs)
            {
                graph.Prepare(z, count, band.Y, band.Height);
            }

            for (int slice = z; slice < z + count; slice++)
            {
                foreach (PlaneGraph graph in graphs)
                {
                    Fill(graph, slice, band, planes);
                }

                foreach ((int map, int volume, int channel) in owner.extraMaps)
                {
                    for (int row = 0; row < band.Height; row++)
                    {
                        SampleReader.Read(owner.pixels, owner.extras[volume].Slice(slice), channel, band.Y + row, band.X, band.Width, 1f, planes.Row(map, row));
                    }
                }

                consumer!.Consume(block, slice, band, planes);
            }
        }

        private static void Fill(PlaneGraph graph, int z, in TileRect band, in RowPlanes planes)
        {
            for (int row = 0; row < band.Height; row++)
            {
                foreach (VolumeMaps maps in graph.Maps)
                {
                    maps.Write(z, band.Y + row, planes, row);
                }
            }
        }
    }
}
