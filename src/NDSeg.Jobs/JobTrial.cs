using System.Diagnostics;
using NDSeg.Cpu;
using NDSeg.Images;
using NDSeg.Jobs.Plans;
using NDSeg.Models;
using NDSeg.Segmentation;

namespace NDSeg.Jobs;

/// <summary>Computes a little of a job to see that model and images belong together, and what a slice takes.</summary>
internal sealed class JobTrial(JobPlan plan, SegModel model, ISegEngine engine, RunOptions options)
{
    // Of a volume in three dimensions a column of so many rows and columns is tried, and so many slices of it.
    private const int Edge = 128;
    private const int Depth = 24;

    // So many slices may be damaged.
    private const int Spare = 16;

    /// <summary>Runs it.</summary>
    /// <returns>What a slice takes, and the physical resolution that the labels of the first one have.</returns>
    /// <exception cref="SegException">What reading a slice and applying the model throws.</exception>
    public (JobEstimate Estimate, PixelSize? PixelSize) Run()
    {
        List<PlannedSlice> readable = Readable(plan.Settings.Dimensions == 2 ? 1 : Depth);
        (SegImage image, IReadOnlyList<SegImage> extras) = readable[0];
        long pixels = (long)image.Height * image.Width;
        int channels = image.Channels + extras.Sum(e => e.Channels);
        long bytes = extras.Prepend(image).Sum(i => pixels * i.Channels * SegImage.BytesPerSample(i.PixelType));
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        if (plan.Settings.Dimensions == 2)
        {
            double seconds = CoreSeconds(() => engine.Apply(image, extras, model, plan.Settings.Request(), options with { Progress = null }));
            return (JobEstimate.Of(seconds, bytes, pixels, channels, plan.Settings.Smooth > 0 ? model.ClassCount : 0, file.Length), image.PixelSize);
        }

        var tried = SegVolume.FromSlices([.. readable.Select(r => Middle(r.Image))], plan.Settings.VoxelSize);
        SegVolume[] beside = [.. extras.Select((_, e) => SegVolume.FromSlices([.. readable.Select(r => Middle(r.Extras[e]))], plan.Settings.VoxelSize))];
        double columnSeconds = CoreSeconds(() => new CpuVolumeEngine().Apply(tried, beside, model, plan.Settings.Request(), new NoResults(), options with { Progress = null }));
        return (JobEstimate.OfVolume(columnSeconds * pixels / tried.Voxels, bytes, file.Length), tried.ReadSlice(0).PixelSize);
    }

    // The first slices; a damaged one is for the part to report.
    private List<PlannedSlice> Readable(int count)
    {
        using var volume = new PlannedVolume(plan, options.Cancellation);
        using var extras = new PlannedExtras(plan, options.Cancellation);
        var slices = new List<PlannedSlice>();
        SegException? first = null;
        for (int slice = 0; slice < plan.SliceCount && slices.Count < count && slice < count + Spare; slice++)
        {
            try
            {
                slices.Add(new PlannedSlice(volume.Read(slice), extras.Read(slice)));
            }
            catch (SegException failure) when (failure.Kind is SegErrorKind.InvalidData or SegErrorKind.NotSupported)
            {
                first ??= failure;
            }
        }

        return slices.Count > 0 ? slices : throw first!;
    }

    private static double CoreSeconds(Action work)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static SegImage Middle(SegImage image)
    {
        int height = Math.Min(Edge, image.Height);
        int width = Math.Min(Edge, image.Width);
        int top = (image.Height - height) / 2;
        int left = (image.Width - width) / 2;
        Array[] planes = [.. Enumerable.Range(0, image.Channels).Select(channel =>
        {
            Array all = image.Plane(channel);
            var cut = Array.CreateInstance(all.GetType().GetElementType()!, height * width);
            for (int row = 0; row < height; row++)
            {
                Array.Copy(all, ((long)(top + row) * image.Width) + left, cut, (long)row * width, width);
            }

            return cut;
        })];
        return new SegImage(height, width, image.PixelType, planes, image.Source, pixelSize: image.PixelSize);
    }

    private sealed class NoResults : IVolumeResults
    {
        public void Add(SegSegmentation result)
        {
        }

        public void Damaged(SegException failure, ImageSource slice)
        {
        }
    }
}
