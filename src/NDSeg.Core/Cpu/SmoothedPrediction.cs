using System.Runtime.InteropServices;
using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Simd;
using NDSeg.Cpu.Tiles;
using NDSeg.Filters.Gaussian;

namespace NDSeg.Cpu;

/// <summary>
/// Prediction with blurred class probabilities: the probabilities of a band of rows and of the rows the blur reaches
/// above and below it are computed, blurred (edge pixels replicated) and turned into labels; rows that the next band
/// needs again are kept. Memory is K x (band + window) x W floats.
/// </summary>
internal sealed unsafe class SmoothedPrediction : IDisposable
{
    private const int LeastBand = 64;
    private const int StripWidth = 256;

    private readonly BlurKernel vertical;
    private readonly BlurKernel horizontal;
    private readonly CompiledEnsemble ensemble;
    private readonly PredictionOutput output;
    private readonly int height;
    private readonly int width;
    private readonly double[] weights;
    private readonly int radius;
    private readonly int band;
    private readonly PlaneBuffer buffer;
    private int firstRow;

    /// <summary>Prepares the buffer.</summary>
    /// <param name="simd">Instruction set.</param>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="output">Receives the result.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="sigma">Standard deviation of the blur in pixels, above 0.</param>
    internal SmoothedPrediction(SimdWidth simd, CompiledEnsemble ensemble, PredictionOutput output, int height, int width, double sigma)
    {
        vertical = BlurKernel.CreateVertical(simd);
        horizontal = BlurKernel.CreateHorizontal(simd);
        this.ensemble = ensemble;
        this.output = output;
        this.height = height;
        this.width = width;
        double[] window = GaussianWindow.Smoothing(sigma);
        radius = window.Length - 1;
        weights = GC.AllocateUninitializedArray<double>(window.Length, pinned: true);
        window.CopyTo(weights, 0);
        band = Math.Min(Math.Max(LeastBand, 2 * radius), height);
        buffer = PlaneBuffer.Rent(ensemble.Ensemble.ClassCount, Math.Min(band + (2 * radius), height), width);
    }

    /// <summary>Runs all bands.</summary>
    /// <param name="source">Where the maps come from.</param>
    /// <param name="cut">Cuts a band of the given number of rows into tiles.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    internal void Run(ITileSource source, Func<int, TileRect[]> cut, RunOptions options)
    {
        RunOptions quiet = options with { Progress = null };
        int computed = 0;
        for (int top = 0; top < height; top += band)
        {
            int bottom = Math.Min(top + band, height);
            Slide(Math.Max(top - radius, 0), computed);
            int end = Math.Min(bottom + radius, height);
            if (end > computed)
            {
                int start = computed;
                TileRect[] tiles = [.. cut(end - start).Select(t => t with { Y = t.Y + start })];
                source.Run(tiles, () => new ShareConsumer(this), quiet);
                computed = end;
            }

            TileRect[] strips = [.. TileGrid.Cover(bottom - top, width, bottom - top, StripWidth).Select(t => t with { Y = top })];
            TileLoop.Run(strips, () => new BlurWorker(this), quiet);
            options.Progress?.Report((double)bottom / height);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => buffer.Dispose();

    /// <summary>Moves the rows that are still needed to the start of the buffer.</summary>
    private void Slide(int newFirst, int computed)
    {
        RowPlanes planes = buffer.View;
        long kept = computed - newFirst;
        for (int k = 0; k < ensemble.Ensemble.ClassCount && kept > 0 && newFirst > firstRow; k++)
        {
            Buffer.MemoryCopy(planes.Row(k, newFirst - firstRow), planes.Row(k, 0), kept * planes.RowStride * sizeof(float), kept * planes.RowStride * sizeof(float));
        }

        firstRow = newFirst;
    }

    private sealed class ShareConsumer(SmoothedPrediction owner) : TileConsumer
    {
        private readonly EnsembleScratch scratch = owner.ensemble.CreateScratch();

        internal override void Consume(in TileRect tile, in RowPlanes planes)
        {
            RowPlanes shares = owner.buffer.View;
            owner.ensemble.PredictProbabilities(planes, scratch, shares.Row(0, tile.Y - owner.firstRow) + tile.X, shares.PlaneStride, shares.RowStride);
        }

        protected override void Dispose(bool disposing) => scratch.Dispose();
    }

    private sealed class BlurWorker(SmoothedPrediction owner) : TileWorker
    {
        private readonly NativeArena arena = new();

        internal override void Run(in TileRect tile)
        {
            arena.Reset();
            int radius = owner.radius;
            int classes = owner.ensemble.Ensemble.ClassCount;
            int columns = (int)PlaneBuffer.StrideOf(tile.Width);
            int margin = (radius + 8 + 15) / 16 * 16;
            long stride = columns + (2 * margin) + (2 * BlurKernel.Block);
            long plane = (tile.Height + 1) * stride;
            float* shares = arena.Rent<float>((tile.Height + (2 * radius)) * stride) + margin;
            float* blurred = arena.Rent<float>(classes * plane) + margin;
            double* wide = arena.Rent<double>((long)(tile.Height + (2 * radius)) * BlurKernel.Block);
            fixed (double* weights = owner.weights)
            {
                for (int k = 0; k < classes; k++)
                {
                    Read(k, tile, shares, stride, columns, margin);
                    float* below = blurred + (k * plane) + stride;
                    var job = new BlurJob { Weights = weights, Radius = radius, Target = below - margin };
                    owner.vertical.Vertical(shares - margin, stride, &job, 1, radius, stride, tile.Height, columns + (2 * margin), wide);
                    owner.horizontal.Horizontal(below, stride, below - stride, stride, tile.Height, columns, weights, radius);
                }
            }

            owner.output.PutProbabilities(tile, blurred, plane, stride, labels: true);
        }

        protected override void Dispose(bool disposing) => arena.Dispose();

        private void Read(int k, in TileRect tile, float* shares, long stride, int columns, int margin)
        {
            RowPlanes planes = owner.buffer.View;
            int left = Math.Max(tile.X - margin, 0);
            int right = Math.Min(tile.X + columns + margin, owner.width);
            for (int y = -owner.radius; y < tile.Height + owner.radius; y++)
            {
                float* from = planes.Row(k, Math.Clamp(tile.Y + y, 0, owner.height - 1) - owner.firstRow);
                float* to = shares + ((y + owner.radius) * stride);
                NativeMemory.Copy(from + left, to + (left - tile.X), (nuint)(right - left) * sizeof(float));
                new Span<float>(to - margin, left - tile.X + margin).Fill(from[0]);
                new Span<float>(to + (right - tile.X), tile.X + columns + margin - right).Fill(from[owner.width - 1]);
            }
        }
    }
}
