using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;
using NDSeg.Images;

namespace NDSeg.Filters.Pyramid;

/// <summary>The pyramid's rows and map writers of one worker.</summary>
internal sealed unsafe class PyramidWorker : IDisposable
{
    /// <summary>Rows of pixels that are interpolated together.</summary>
    private const int Band = 32;

    /// <summary>Rows between two tiles up to which going on is cheaper than starting anew.</summary>
    private const int MostGap = 64;

    /// <summary>Columns of block values on either side of those of a strip; vectors start at a multiple of 16.</summary>
    private const int Margin = 16;

    /// <summary>Pixels that <see cref="RowKernel.Expand"/> may write beyond the last block.</summary>
    private const int Overrun = 192;

    private readonly RowGraph graph;
    private readonly List<(LevelMaps Maps, int Nodes)> maps = [];
    private readonly NativeArena arena = new();
    private SegImage? image;
    private int x = -1;
    private int columns;
    private int top;
    private int bottom;
    private long stride;
    private float* coarse;
    private float* fine;

    /// <summary>Makes the rows that the steps need.</summary>
    internal PyramidWorker(PyramidStep[] steps, SimdWidth width)
    {
        graph = new RowGraph(width);
        foreach (LevelMaps level in steps.SelectMany(s => s.Open(graph)))
        {
            maps.Add((level, graph.Nodes.Count));
        }
    }

    /// <summary>Fills the maps of a tile.</summary>
    internal void Run(FilterTile tile)
    {
        if (!ReferenceEquals(image, tile.Image) || x != tile.X || columns != tile.PaddedWidth || tile.Y < bottom || tile.Y > bottom + MostGap)
        {
            arena.Reset();
            image = tile.Image;
            x = tile.X;
            columns = tile.PaddedWidth;
            var strip = new Strip(tile.Image, tile.Channel, x, columns, arena, new RowScratch(arena), new RowScratch(arena));
            foreach (RowNode node in graph.Nodes)
            {
                node.Start(strip, tile.Y);
            }

            Approach(tile);
        }

        top = tile.Y;
        bottom = tile.Y + tile.Height;
        stride = FilterTile.Align(columns + (2 * PyramidLevel.Coarsest) + Overrun, 32);
        coarse = tile.Arena.Rent<float>(LevelMaps.Most * stride);
        fine = tile.Arena.Rent<float>(LevelMaps.Most * ((Band / 2) + 2) * stride);

        // Maps are written as soon as the last node they asked for has its rows, which are then still in the caches.
        int advanced = 0;
        foreach ((LevelMaps level, int nodes) in maps)
        {
            for (; advanced < nodes; advanced++)
            {
                graph.Nodes[advanced].Advance(top, bottom);
            }

            Write(tile, level);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => arena.Dispose();

    /// <summary>
    /// Rows that coarse scales need below a tile are computed as if tiles above it had asked for them: all at once they would
    /// need more memory than ever again.
    /// </summary>
    private void Approach(FilterTile tile)
    {
        int ahead = graph.Nodes.Max(n => n.Reach * n.Level);
        for (int end = tile.Y - (ahead / Band * Band); end <= tile.Y; end += Band)
        {
            foreach (RowNode node in graph.Nodes)
            {
                node.Advance(end, end);
            }
        }
    }

    private void Write(FilterTile tile, LevelMaps level)
    {
        if (level.Level > 1)
        {
            for (int y = 0; y < tile.Height; y += Band)
            {
                Interpolate(tile, level, y, Math.Min(Band, tile.Height - y));
            }

            return;
        }

        float** rows = stackalloc float*[LevelMaps.Most];
        for (int y = 0; y < tile.Height; y++)
        {
            for (int m = 0; m < level.Places.Length; m++)
            {
                rows[m] = tile.Target(level.Places[m], y);
            }

            level.Write(top + y, rows, 0, columns, tile.BypassCache);
        }
    }

    /// <summary>Computes the block rows around some rows of pixels, and the pixels between them.</summary>
    private void Interpolate(FilterTile tile, LevelMaps level, int from, int count)
    {
        int k = level.Level;
        int height = PyramidLevel.Blocks(tile.Image.Height, k);
        int width = PyramidLevel.Blocks(tile.Image.Width, k);
        int left = x / k;
        int blocks = PyramidLevel.Blocks(x + columns, k) - left;
        int first = Math.Max(PyramidLevel.Between(top + from, k).Block, 0);
        int last = Math.Min(PyramidLevel.Between(top + from + count - 1, k).Block + 1, height - 1);
        int mapCount = level.Places.Length;
        float** rows = stackalloc float*[LevelMaps.Most];
        for (int m = 0; m < mapCount; m++)
        {
            rows[m] = level.Places[m] < 0 ? null : coarse + (m * stride) + Margin;
        }

        for (int y = first; y <= last; y++)
        {
            level.Write(y, rows, -Margin, FilterTile.Align(blocks + (2 * Margin), 32), stream: false);
            for (int m = 0; m < mapCount; m++)
            {
                if (rows[m] == null)
                {
                    continue;
                }

                if (left == 0)
                {
                    rows[m][-1] = rows[m][0];
                }

                if (width - left <= blocks)
                {
                    new Span<float>(rows[m] + width - left, blocks - (width - left) + 1).Fill(rows[m][width - left - 1]);
                }

                graph.Kernel.Expand(rows[m], fine + (((m * (last - first + 1)) + y - first) * stride), k, blocks);
            }
        }

        for (int m = 0; m < mapCount; m++)
        {
            float* expanded = fine + (m * (last - first + 1) * stride) + (x - (left * k));
            for (int y = 0; y < count && level.Places[m] >= 0; y++)
            {
                (int block, float share) = PyramidLevel.Between(top + from + y, k);
                float* above = expanded + ((Math.Max(block, first) - first) * stride);
                float* below = expanded + ((Math.Min(block + 1, last) - first) * stride);
                graph.Kernel.Blend(above, below, share, tile.Target(level.Places[m], from + y), columns, tile.BypassCache);
            }
        }
    }
}
