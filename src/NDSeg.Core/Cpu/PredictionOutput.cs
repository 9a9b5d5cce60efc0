using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Tiles;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Trees;

namespace NDSeg.Cpu;

/// <summary>Collects the result of a prediction tile by tile. Tiles may be written from several threads.</summary>
internal sealed unsafe class PredictionOutput
{
    private readonly TrainedState state;
    private readonly int height;
    private readonly int width;
    private readonly int left;
    private readonly int top;
    private readonly byte[]? narrow;
    private readonly ushort[]? wide;
    private readonly float[][]? probabilities;
    private readonly float[]? margin;
    private readonly float[]? entropy;
    private readonly float[]? factors;

    /// <summary>A result of a whole image.</summary>
    internal PredictionOutput(TrainedState state, PredictionRequest request, int height, int width)
        : this(state, request, new TileRect(0, 0, width, height))
    {
    }

    /// <summary>A result of the part of an image that <paramref name="area"/> covers; only tiles inside it may be put.</summary>
    internal PredictionOutput(TrainedState state, PredictionRequest request, TileRect area)
    {
        this.state = state;
        (left, top, width, height) = (area.X, area.Y, area.Width, area.Height);
        int pixels = PixelsOf(height, width);
        int classes = state.Ensemble.ClassCount;
        narrow = classes <= byte.MaxValue ? new byte[pixels] : null;
        wide = narrow is null ? new ushort[pixels] : null;
        probabilities = request.Probabilities ? [.. Enumerable.Range(0, classes).Select(_ => new float[pixels])] : null;
        margin = request.Uncertainty ? new float[pixels] : null;
        entropy = request.Uncertainty ? new float[pixels] : null;
        factors = request.ClassFactors(state.Summary.SamplesPerClass);
    }

    /// <summary>Pixels of a result.</summary>
    /// <exception cref="SegException">ImageTooLarge.</exception>
    internal static int PixelsOf(int height, int width)
    {
        long pixels = (long)height * width;
        return pixels <= Array.MaxLength
            ? (int)pixels
            : throw new SegException("ImageTooLarge", SegErrorKind.NotSupported, $"Expected at most {Array.MaxLength} pixels, found {height} x {width}.", "Crop the image.");
    }

    /// <summary>Whether labels must be taken from probabilities, since classes are weighted.</summary>
    internal bool WeightsClasses => factors is not null;

    /// <summary>Labels of a tile, straight from the ensemble.</summary>
    internal void PutLabels(in TileRect tile, in RowPlanes planes, CompiledEnsemble ensemble, EnsembleScratch scratch)
    {
        long at = ((long)(tile.Y - top) * width) + tile.X - left;
        if (narrow is not null)
        {
            fixed (byte* labels = &narrow[at])
            {
                ensemble.PredictLabels(planes, scratch, labels, width);
            }
        }
        else
        {
            fixed (ushort* labels = &wide![at])
            {
                ensemble.PredictLabels(planes, scratch, labels, width);
            }
        }
    }

    /// <summary>Probabilities of a tile, and what follows from them.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="shares">First probability of class 0.</param>
    /// <param name="planeStride">Floats from a class to the next.</param>
    /// <param name="rowStride">Floats from a row to the next.</param>
    /// <param name="labels">Take the labels from them too: the first class with the greatest probability, weighted where classes are.</param>
    internal void PutProbabilities(in TileRect tile, float* shares, long planeStride, long rowStride, bool labels)
    {
        int classes = state.Ensemble.ClassCount;
        float[] pixel = new float[classes];
        for (int y = 0; y < tile.Height; y++)
        {
            float* row = shares + (y * rowStride);
            long at = ((long)(tile.Y - top + y) * width) + tile.X - left;
            for (int k = 0; k < classes && probabilities is not null; k++)
            {
                new ReadOnlySpan<float>(row + (k * planeStride), tile.Width).CopyTo(probabilities[k].AsSpan((int)at, tile.Width));
            }

            if (labels)
            {
                PutWinners(row, planeStride, at, tile.Width);
            }

            for (int x = 0; x < tile.Width && margin is not null; x++)
            {
                for (int k = 0; k < classes; k++)
                {
                    pixel[k] = row[(k * planeStride) + x];
                }

                margin[at + x] = ClassUncertainty.Margin(pixel);
                entropy![at + x] = ClassUncertainty.Entropy(pixel);
            }
        }
    }

    /// <summary>The result.</summary>
    internal SegSegmentation ToSegmentation(SegModel model, ImageSource source, PixelSize? pixelSize, TimeSpan duration)
    {
        SegLabels labels = narrow is not null
            ? new SegLabels(height, width, narrow, state.Classes, state.Encoding, source, pixelSize)
            : new SegLabels(height, width, wide!, state.Classes, state.Encoding, source, pixelSize);
        return new SegSegmentation(labels, model, "cpu", duration, probabilities, margin, entropy);
    }

    private void PutWinners(float* row, long planeStride, long at, int columns)
    {
        int classes = state.Ensemble.ClassCount;
        for (int x = 0; x < columns; x++)
        {
            int best = 0;
            float greatest = row[x] * (factors?[0] ?? 1f);
            for (int k = 1; k < classes; k++)
            {
                float share = row[(k * planeStride) + x] * (factors?[k] ?? 1f);
                if (share > greatest)
                {
                    greatest = share;
                    best = k;
                }
            }

            if (narrow is not null)
            {
                narrow[at + x] = (byte)(best + 1);
            }
            else
            {
                wide![at + x] = (ushort)(best + 1);
            }
        }
    }
}
