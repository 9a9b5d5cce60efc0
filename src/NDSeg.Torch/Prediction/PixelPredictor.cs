using NDSeg.Cpu;
using NDSeg.Filters.Gaussian;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Torch.Bands;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Filters.Gaussian;
using NDSeg.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Prediction;

/// <summary>
/// Applies a model to one band of maps after another and collects labels, and what else was asked for, on the host.
/// </summary>
internal sealed class PixelPredictor : IDisposable
{
    private readonly TrainedState state;
    private readonly PredictionRequest request;
    private readonly TensorEnsemble ensemble;
    private readonly Device device;
    private readonly CancellationToken cancellation;
    private readonly int height;
    private readonly int width;
    private readonly byte[]? narrow;
    private readonly ushort[]? wide;
    private readonly float[][]? probabilities;
    private readonly float[]? margin;
    private readonly float[]? entropy;
    private readonly Tensor[]? smoothing;
    private readonly Scalar[]? factors;

    /// <summary>Prepares the constants and the results.</summary>
    public PixelPredictor(SegModel model, PredictionRequest request, int height, int width, Device device, CancellationToken cancellation)
    {
        state = model.RequireTrained();
        this.request = request;
        this.device = device;
        this.cancellation = cancellation;
        this.height = height;
        this.width = width;
        ensemble = TensorEnsemble.Of(model, device);
        int pixels = PredictionOutput.PixelsOf(height, width);
        int classes = state.Classes.Count;
        narrow = classes <= byte.MaxValue ? new byte[pixels] : null;
        wide = narrow is null ? new ushort[pixels] : null;
        probabilities = request.Probabilities ? [.. Enumerable.Range(0, classes).Select(_ => new float[pixels])] : null;
        margin = request.Uncertainty ? new float[pixels] : null;
        entropy = request.Uncertainty ? new float[pixels] : null;
        factors = request.ClassFactors(state.Summary.SamplesPerClass) is { } prior ? [.. prior.Select(f => f.ToScalar())] : null;
        if (request.SmoothingSigma > 0)
        {
            using Tensor weights = DeviceTransfer.Upload<double>(GaussianWindow.Smoothing(request.SmoothingSigma), ScalarType.Float64, device);
            smoothing = weights.unbind(0);
        }
    }

    /// <summary>Float planes a band needs beside its maps.</summary>
    public long PlanesPerBand => NeedsProbabilities ? 4L * state.Classes.Count : 2;

    // Rows the blur of the probabilities reaches.
    private int Halo => smoothing is null ? 0 : smoothing.Length - 1;

    // Blurred or weighted probabilities decide; otherwise the sums do.
    private bool LabelsFromShares => smoothing is not null || factors is not null;

    private bool NeedsProbabilities => request.Probabilities || request.Uncertainty || LabelsFromShares;

    /// <summary>The rows whose maps a band needs: more than its own where probabilities are blurred.</summary>
    public (long First, long Count) Reach(long first, long count)
    {
        long start = Math.Max(0, first - Halo);
        return (start, Math.Min(height, first + count + Halo) - start);
    }

    /// <summary>Applies the model to a band; may be called from several threads.</summary>
    /// <param name="maps">Used maps x rows x W, the rows of <see cref="Reach"/>.</param>
    /// <param name="planes">For every map of the model its plane in <paramref name="maps"/>.</param>
    /// <param name="firstMapRow">Image row of the first row of <paramref name="maps"/>.</param>
    /// <param name="first">First row of the band.</param>
    /// <param name="count">Rows of the band.</param>
    public void Apply(Tensor maps, int[] planes, long firstMapRow, long first, long count)
    {
        long rows = maps.shape[1];
        using Tensor flat = maps.view(maps.shape[0], rows * width);
        if (!NeedsProbabilities)
        {
            using Tensor labels = empty(rows * width, dtype: LabelType, device: device);
            ForChunks(flat, planes, (sums, start) =>
            {
                using Tensor winner = TensorEnsemble.Winner(sums, LabelType);
                Put(labels, start, winner);
            });
            DownloadLabels(labels, first);
            return;
        }

        Tensor shares = empty([state.Classes.Count, rows * width], dtype: ScalarType.Float32, device: device);
        ForChunks(flat, planes, (sums, start) =>
        {
            using Tensor values = ensemble.Probabilities(sums);
            using Tensor part = shares.narrow(1, start, values.shape[1]);
            part.copy_(values);

            if (!LabelsFromShares)
            {
                using Tensor winner = TensorEnsemble.Winner(sums, LabelType);
                DownloadLabels(winner, first, start);
            }
        });
        using (shares)
        {
            Finish(shares, rows, firstMapRow, first, count);
        }
    }

    /// <summary>The collected result.</summary>
    public SegSegmentation Result(SegModel model, ImageSource source, PixelSize? pixelSize, string deviceName, TimeSpan duration)
    {
        SegLabels labels = narrow is not null
            ? new SegLabels(height, width, narrow, state.Classes, state.Encoding, source, pixelSize)
            : new SegLabels(height, width, wide!, state.Classes, state.Encoding, source, pixelSize);
        return new SegSegmentation(labels, model, deviceName, duration, probabilities, margin, entropy);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Scalar factor in factors ?? [])
        {
            factor.Dispose();
        }

        foreach (Tensor weight in smoothing ?? [])
        {
            weight.Dispose();
        }
    }

    private ScalarType LabelType => narrow is not null ? ScalarType.Byte : ScalarType.Int32;

    private static void Put(Tensor target, long start, Tensor values)
    {
        using Tensor part = target.narrow(0, start, values.shape[0]);
        part.copy_(values);
    }

    private void ForChunks(Tensor flat, int[] planes, Action<Tensor[], long> use)
    {
        long pixels = flat.shape[1];
        long chunk = BandLoop.Chunk(device, pixels, ensemble.BytesPerPixel);
        for (long start = 0; start < pixels; start += chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            using Tensor part = flat.narrow(1, start, Math.Min(chunk, pixels - start));
            Tensor[] sums = ensemble.Sum(part, planes, cancellation);
            use(sums, start);
            foreach (Tensor sum in sums)
            {
                sum.Dispose();
            }
        }
    }

    private void Finish(Tensor shares, long rows, long firstMapRow, long first, long count)
    {
        int classes = state.Classes.Count;
        var values = new Tensor[classes];
        for (int k = 0; k < classes; k++)
        {
            using Tensor plane = shares.select(0, k);
            using Tensor image = plane.view(rows, width);
            if (smoothing is null)
            {
                values[k] = image.narrow(0, first - firstMapRow, count);
            }
            else
            {
                using Tensor padded = PaddedRows.Cut(image, firstMapRow, height, first, count, Halo, PaddedRows.Border.Replicate);
                using Tensor precise = padded.to(ScalarType.Float64);
                values[k] = GaussianBlur.Blur(precise, Halo, smoothing);
            }
        }

        if (LabelsFromShares)
        {
            Tensor[] weighted = factors is null ? values : [.. values.Select((v, k) => v.mul(factors[k]))];
            using Tensor winner = TensorEnsemble.Winner(weighted, LabelType);
            DownloadLabels(winner, first);
            foreach (Tensor value in factors is null ? [] : weighted)
            {
                value.Dispose();
            }
        }

        for (int k = 0; k < classes && probabilities is not null; k++)
        {
            DeviceTransfer.Download(values[k], Part(probabilities[k], first, count));
        }

        if (request.Uncertainty)
        {
            (Tensor difference, Tensor disorder) = Uncertainty.Measure(values);
            DeviceTransfer.Download(difference, Part(margin!, first, count));
            DeviceTransfer.Download(disorder, Part(entropy!, first, count));
            difference.Dispose();
            disorder.Dispose();
        }

        foreach (Tensor value in values)
        {
            value.Dispose();
        }
    }

    private Span<float> Part(float[] plane, long first, long count) => plane.AsSpan((int)(first * width), (int)(count * width));

    private void DownloadLabels(Tensor labels, long firstRow, long start = 0)
    {
        int at = (int)((firstRow * width) + start);
        int length = (int)labels.numel();
        if (narrow is not null)
        {
            DeviceTransfer.Download(labels, narrow.AsSpan(at, length));
            return;
        }

        // torch has no unsigned 16-bit type here; the bits of the signed one are the same.
        using Tensor bits = labels.to(ScalarType.Int16);
        DeviceTransfer.Download(bits, wide.AsSpan(at, length));
    }
}
