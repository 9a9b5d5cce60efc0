using System.Diagnostics;
using System.Globalization;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Torch.Bands;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Filters;
using NDSeg.Torch.Native;
using NDSeg.Torch.Prediction;
using NDSeg.Torch.Tensors;
using NDSeg.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch;

/// <summary>
/// The backend contract with tensor operations. The same code runs on <c>cuda:0</c> and on torch's own <c>cpu</c>
/// device, which the tests use.
/// </summary>
public sealed class TorchEngine : ISegEngine
{
    private readonly Device device;

    /// <summary>Loads libtorch, with the first engine of the process, and opens a device.</summary>
    /// <param name="device"><c>cuda</c>, <c>cuda:N</c> or <c>cpu</c>.</param>
    /// <exception cref="SegException">
    /// TorchNotFound or TorchLoadFailed when the native libraries cannot be used; CudaNotAvailable when no card can;
    /// UnknownDevice when the name is not one.
    /// </exception>
    public TorchEngine(string device)
    {
        ArgumentNullException.ThrowIfNull(device);
        int index = CardIndex(device);
        TorchRuntime.EnsureLoaded();
        this.device = index < 0 ? new Device(DeviceType.CPU) : OpenCard(device, index);
        DeviceName = index < 0 ? "cpu" : string.Create(CultureInfo.InvariantCulture, $"cuda:{index}");
    }

    /// <inheritdoc/>
    public DeviceKind Device => device.type == DeviceType.CUDA ? DeviceKind.Cuda : DeviceKind.Cpu;

    /// <inheritdoc/>
    public string DeviceName { get; }

    /// <summary>Waits until the device has done everything it was asked for.</summary>
    public void Synchronize()
    {
        if (Device == DeviceKind.Cuda)
        {
            cuda.synchronize(device);
        }
    }

    /// <inheritdoc/>
    public SegFeatures ComputeFeatures(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var source = BandSource.Open(image, config, extras);
        using TensorScope run = Begin(options);
        Tensor stack = Allocate(source.Plan.Count, image.Height, image.Width);
        using var filters = new BandFilters(source.Plan, wanted: null, device);
        var loop = new BandLoop(device, image.Height, BandLoop.RowsFor(device, options, image.Width, outputPlanes: 0, filters.Halo), options);
        loop.Run((first, count) =>
        {
            using ImageBand band = source.Upload(first, count, filters.Halo, device);
            using Tensor part = stack.narrow(1, first, count);
            filters.Run(band, part, options.Cancellation);
        });
        return new TorchFeatures(image, source.Plan, stack.DetachFromDisposeScope(), DeviceName);
    }

    /// <inheritdoc/>
    public SegTrainingData Sample(SegFeatures features, SegLabels labels, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        TorchFeatures own = Own(features);
        LabelledPixels pixels = LabelledPixels.Find(labels, features.Height, features.Width, features.Source);
        using TensorScope run = Begin(options);
        using Tensor flat = own.Stack.view(features.Count, -1);
        return pixels.ToTrainingData(Rows(flat, pixels, 0, pixels.Count, 0, features.Width), features.Plan);
    }

    /// <inheritdoc/>
    public SegTrainingData Sample(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, SegLabels labels, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        var source = BandSource.Open(image, config, extras);
        LabelledPixels pixels = LabelledPixels.Find(labels, image.Height, image.Width, image.Source);
        using TensorScope run = Begin(options);
        using var filters = new BandFilters(source.Plan, wanted: null, device);
        var values = new float[checked(pixels.Count * source.Plan.Count)];
        var loop = new BandLoop(device, image.Height, BandLoop.RowsFor(device, options, image.Width, source.Plan.Count, filters.Halo), options);
        loop.Run((first, count) =>
        {
            int start = FirstAt(pixels.Rows, first);
            int end = FirstAt(pixels.Rows, first + count);
            if (start == end)
            {
                return;
            }

            // Only from the first to the last labelled row of the band.
            long top = pixels.Rows[start];
            long rows = pixels.Rows[end - 1] - top + 1;
            using ImageBand band = source.Upload(top, rows, filters.Halo, device);
            using Tensor maps = empty([filters.Count, rows, image.Width], dtype: ScalarType.Float32, device: device);
            filters.Run(band, maps, options.Cancellation);
            using Tensor flat = maps.view(filters.Count, -1);
            Rows(flat, pixels, start, end, top, image.Width).CopyTo(values.AsSpan(start * filters.Count));
        });
        return pixels.ToTrainingData(values, source.Plan);
    }

    /// <inheritdoc/>
    public SegSegmentation Apply(SegFeatures features, SegModel model, PredictionRequest request, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        long started = Stopwatch.GetTimestamp();
        TorchFeatures own = Own(features);
        ModelMatch.Check(features, model);
        using TensorScope run = Begin(options);
        using var predictor = new PixelPredictor(model, request, features.Height, features.Width, device, options.Cancellation);
        int[] planes = [.. Enumerable.Range(0, features.Count)];
        var loop = new BandLoop(device, features.Height, BandLoop.RowsFor(device, options, features.Width, predictor.PlanesPerBand, halo: 0), options);
        loop.Run((first, count) =>
        {
            (long mapFirst, long mapCount) = predictor.Reach(first, count);
            using Tensor maps = own.Stack.narrow(1, mapFirst, mapCount);
            predictor.Apply(maps, planes, mapFirst, first, count);
        });
        return predictor.Result(model, features.Source, features.PixelSize, DeviceName, Stopwatch.GetElapsedTime(started));
    }

    /// <inheritdoc/>
    public SegSegmentation Apply(SegImage image, IReadOnlyList<SegImage> extras, SegModel model, PredictionRequest request, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        long started = Stopwatch.GetTimestamp();
        TrainedState state = ModelMatch.Check(image, extras, model);
        var source = BandSource.Open(image, state.Plan, extras);
        using TensorScope run = Begin(options);
        bool[] used = state.Ensemble.UsedFeatures();
        using var filters = new BandFilters(state.Plan, used, device);
        using var predictor = new PixelPredictor(model, request, image.Height, image.Width, device, options.Cancellation);
        int[] planes = PlanesOf(used);
        var loop = new BandLoop(device, image.Height, BandLoop.RowsFor(device, options, image.Width, filters.Count + predictor.PlanesPerBand, filters.Halo), options);
        loop.Run((first, count) =>
        {
            (long mapFirst, long mapCount) = predictor.Reach(first, count);
            using ImageBand band = source.Upload(mapFirst, mapCount, filters.Halo, device);
            using Tensor maps = empty([filters.Count, mapCount, image.Width], dtype: ScalarType.Float32, device: device);
            filters.Run(band, maps, options.Cancellation);
            predictor.Apply(maps, planes, mapFirst, first, count);
        });
        return predictor.Result(model, image.Source, image.PixelSize, DeviceName, Stopwatch.GetElapsedTime(started));
    }

    private static int[] PlanesOf(bool[] used)
    {
        var planes = new int[used.Length];
        int next = 0;
        for (int i = 0; i < used.Length; i++)
        {
            planes[i] = used[i] ? next++ : -1;
        }

        return planes;
    }

    // -1 for the processor.
    private static int CardIndex(string device)
    {
        if (device.Equals("cpu", StringComparison.OrdinalIgnoreCase))
        {
            return -1;
        }

        if (device.Equals("cuda", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        return device.StartsWith("cuda:", StringComparison.OrdinalIgnoreCase) && int.TryParse(device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : throw new SegException("UnknownDevice", SegErrorKind.InvalidArgument, $"Expected the device cpu, cuda or cuda:N, found '{device}'.");
    }

    private static Device OpenCard(string name, int index)
    {
        if (!TorchLibrary.CudaIsUsable())
        {
            (string? problem, string? remedy) = TorchLibrary.WhyNoCuda(TorchRuntime.Places!, CudaDriver.Cards());
            throw new SegException("CudaNotAvailable", SegErrorKind.NotInstalled, $"Expected a usable CUDA card for the device '{name}'. {problem} {remedy}");
        }

        int count = cuda.device_count();
        if (index >= count)
        {
            throw new SegException("CudaNotAvailable", SegErrorKind.NotInstalled, $"Expected a card number from 0 to {count - 1}, found '{name}'.", "Get-SegDevice lists the cards.");
        }

        // Nothing here multiplies matrices, but a later operation must not lose digits silently either.
        backends.cuda.matmul.allow_tf32 = false;
        backends.cudnn.allow_tf32 = false;
        return new Device(DeviceType.CUDA, index);
    }

    private Tensor Allocate(long planes, long height, long width)
    {
        try
        {
            return empty([planes, height, width], dtype: ScalarType.Float32, device: device);
        }
        catch (Exception error) when (BandLoop.IsOutOfMemory(error))
        {
            throw new SegException(
                "OutOfMemory",
                SegErrorKind.InvalidState,
                $"Expected {planes * height * width * sizeof(float) >> 20} MB of free memory on {DeviceName} for the feature maps, found less.", "Apply the model to the image directly, which builds no stack, or use fewer maps.",
                error);
        }
    }

    // The place of the first labelled pixel at or after a row.
    private static int FirstAt(int[] rows, long row)
    {
        int low = 0;
        int high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = rows[middle] < row ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // Picked on the device, so that only these pixels' values come back.
    private float[] Rows(Tensor flat, LabelledPixels pixels, int start, int end, long firstRow, int width)
    {
        long[] positions = [.. Enumerable.Range(start, end - start).Select(i => ((pixels.Rows[i] - firstRow) * width) + pixels.Columns[i])];
        using Tensor index = DeviceTransfer.Upload<long>(positions, ScalarType.Int64, device);
        using Tensor columns = flat.index_select(1, index);
        using Tensor rows = columns.t();
        var values = new float[checked(positions.LongLength * flat.shape[0])];
        DeviceTransfer.Download(rows, values.AsSpan());
        return values;
    }

    private TorchFeatures Own(SegFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features is TorchFeatures own && own.DeviceName == DeviceName
            ? own
            : throw new SegException("WrongDevice", SegErrorKind.InvalidArgument, $"Expected maps on {DeviceName}, found maps on {features.DeviceName}.", "Compute them with the same -Device.");
    }

    private TensorScope Begin(RunOptions options)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        if (Device == DeviceKind.Cpu && get_num_threads() != 1)
        {
            // Bands are shared out among threads; the operations of a band are not.
            set_num_threads(1);
        }

        return new TensorScope();
    }
}
