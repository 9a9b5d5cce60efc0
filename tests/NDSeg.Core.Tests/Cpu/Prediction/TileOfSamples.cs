using System.Runtime.InteropServices;
using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;

namespace NDSeg.Core.Tests.Cpu.Prediction;

/// <summary>
/// A tile in unmanaged memory whose rows end right before an unreadable value (NaN) and whose planes are in another order than
/// the maps, so that an evaluator reading elsewhere gives itself away.
/// </summary>
internal sealed unsafe class TileOfSamples : IDisposable
{
    private readonly float* memory;
    private readonly int[] planeIndex;
    private readonly long rowStride;
    private readonly long planeStride;

    public TileOfSamples(int features, int height, int width, Func<int, int, int, float> value, int padding = 3)
    {
        Features = features;
        Height = height;
        Width = width;
        rowStride = width + padding;
        planeStride = (rowStride * height) + 5;
        long floats = planeStride * features;
        memory = (float*)NativeMemory.Alloc((nuint)floats, sizeof(float));
        new Span<float>(memory, (int)floats).Fill(float.NaN);
        planeIndex = [.. Enumerable.Range(0, features).Reverse()];
        for (int f = 0; f < features; f++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    Planes.Row(f, y)[x] = value(f, y, x);
                }
            }
        }
    }

    public int Features { get; }

    public int Height { get; }

    public int Width { get; }

    public RowPlanes Planes => new(memory, Height, Width, rowStride, planeStride, planeIndex);

    public float[] Sample(int y, int x)
    {
        var sample = new float[Features];
        for (int f = 0; f < Features; f++)
        {
            sample[f] = Planes.Row(f, y)[x];
        }

        return sample;
    }

    /// <summary>Labels of the tile; asserts that nothing outside Width columns was written.</summary>
    public int[] Labels(CompiledEnsemble compiled, bool wide = false)
    {
        const int Guard = 7;
        long stride = Width + Guard;
        var labels = new ushort[stride * Height];
        var bytes = new byte[stride * Height];
        using EnsembleScratch scratch = compiled.CreateScratch();
        fixed (ushort* w = labels)
        fixed (byte* b = bytes)
        {
            if (wide)
            {
                compiled.PredictLabels(Planes, scratch, w, stride);
            }
            else
            {
                compiled.PredictLabels(Planes, scratch, b, stride);
            }
        }

        var result = new int[Width * Height];
        for (int i = 0; i < stride * Height; i++)
        {
            int label = wide ? labels[i] : bytes[i];
            int x = (int)(i % stride);
            if (x < Width)
            {
                result[((i / stride) * Width) + x] = label;
            }
            else if (label != 0)
            {
                throw new InvalidOperationException($"A label was written in column {x} of {Width}.");
            }
        }

        return result;
    }

    /// <summary>Probabilities, K x H x W.</summary>
    public float[] Probabilities(CompiledEnsemble compiled)
    {
        const int Guard = 3;
        long stride = Width + Guard;
        long plane = (stride * Height) + 2;
        int classes = compiled.Ensemble.ClassCount;
        var shares = new float[plane * classes];
        shares.AsSpan().Fill(float.NegativeInfinity);
        using EnsembleScratch scratch = compiled.CreateScratch();
        fixed (float* p = shares)
        {
            compiled.PredictProbabilities(Planes, scratch, p, plane, stride);
        }

        var result = new float[classes * Height * Width];
        int written = 0;
        for (int k = 0; k < classes; k++)
        {
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    result[(((k * Height) + y) * Width) + x] = shares[(k * plane) + (y * stride) + x];
                }
            }
        }

        foreach (float share in shares)
        {
            written += float.IsNegativeInfinity(share) ? 0 : 1;
        }

        return written == result.Length ? result : throw new InvalidOperationException($"{written} values were written for {result.Length}.");
    }

    public void Dispose() => NativeMemory.Free(memory);
}
