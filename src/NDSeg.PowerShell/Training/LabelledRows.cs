using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.PowerShell.Devices;
using NDSeg.Segmentation;
using NDSeg.Storage;
using NDSeg.Training;

namespace NDSeg.PowerShell.Training;

/// <summary>Collects labelled pixels on the device that fits, and notes the files they came from with their hashes.</summary>
internal static class LabelledRows
{
    /// <summary>The labelled rows of a stack.</summary>
    public static SegTrainingData Of(SegFeatures features, SegLabels labels, RunOptions options)
    {
        SegTrainingData data = EngineSelector.Following(features).Sample(features, labels, options);
        return WithFiles(data, [("image", features.Source), ("labels", labels.Source)], options.Cancellation);
    }

    /// <summary>The labelled rows of an image, maps being computed around them only.</summary>
    public static SegTrainingData Of(
        ISegEngine engine,
        SegImage image,
        FeatureConfig config,
        IReadOnlyList<SegImage> extras,
        SegLabels labels,
        RunOptions options)
    {
        SegTrainingData data = engine.Sample(image, config, extras, labels, options);
        IEnumerable<(string, ImageSource)> sources = [("image", image.Source), ("labels", labels.Source), .. extras.Select(e => ("extra", e.Source))];
        return WithFiles(data, sources, options.Cancellation);
    }

    /// <summary>The labelled rows of several images, one table per image.</summary>
    /// <param name="engine">Where maps are computed.</param>
    /// <param name="images">The images.</param>
    /// <param name="config">Which maps.</param>
    /// <param name="extras">Extra channels; the same number for each image, in their order.</param>
    /// <param name="labels">One label map per image.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">PairCountMismatch; ExtraChannelCountMismatch; what sampling throws.</exception>
    public static IReadOnlyList<SegTrainingData> Of(
        ISegEngine engine,
        SegImage[] images,
        FeatureConfig config,
        SegImage[] extras,
        SegLabels[] labels,
        RunOptions options)
    {
        CheckPairs(images.Length, labels.Length, "images");
        int perImage = ExtrasOf(images.Length, extras.Length, "images");
        var tables = new List<SegTrainingData>();
        for (int i = 0; i < images.Length; i++)
        {
            tables.Add(Of(engine, images[i], config, extras[(i * perImage)..((i + 1) * perImage)], labels[i], options));

            // The intensity range of the first image that has one holds for all of them, as it will for the images the model is applied to.
            config = tables[^1].Plan.Config;
        }

        return tables;
    }

    /// <summary>The labelled rows of several volumes, one table per volume, maps being computed around them only.</summary>
    /// <param name="engine">Where maps are computed.</param>
    /// <param name="volumes">The volumes.</param>
    /// <param name="config">Which maps.</param>
    /// <param name="extras">Extra channels; the same number for each volume, in their order.</param>
    /// <param name="labels">One label volume per volume.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">PairCountMismatch; ExtraChannelCountMismatch; what sampling throws.</exception>
    public static IReadOnlyList<SegTrainingData> Of(
        CpuVolumeEngine engine,
        SegVolume[] volumes,
        FeatureConfig config,
        SegVolume[] extras,
        SegLabelVolume[] labels,
        RunOptions options)
    {
        CheckPairs(volumes.Length, labels.Length, "volumes");
        int perVolume = ExtrasOf(volumes.Length, extras.Length, "volumes");
        return
        [
            .. volumes.Select((volume, i) =>
            {
                SegVolume[] own = extras[(i * perVolume)..((i + 1) * perVolume)];
                IEnumerable<(string, ImageSource)> sources = [("image", volume.Source), ("labels", labels[i].Source), .. own.Select(e => ("extra", e.Source))];
                return WithFiles(engine.Sample(volume, config, own, labels[i], options), sources, options.Cancellation);
            }),
        ];
    }

    /// <summary>Checks that there is a label map for each stack or image.</summary>
    /// <exception cref="SegException">PairCountMismatch.</exception>
    public static void CheckPairs(int inputs, int labels, string what)
    {
        if (inputs != labels)
        {
            throw new SegException("PairCountMismatch", SegErrorKind.InvalidArgument, $"Expected one label map for each of {inputs} {what}, found {labels}.", "Pass them in the same order.");
        }
    }

    private static int ExtrasOf(int inputs, int extras, string what)
        => extras % inputs == 0
            ? extras / inputs
            : throw new SegException("ExtraChannelCountMismatch", SegErrorKind.InvalidArgument, $"Expected the same number of extra channel {what} for each of {inputs} {what}, found {extras}.", $"Pass them {what[..^1]} by {what[..^1]}.");

    private static SegTrainingData WithFiles(SegTrainingData data, IEnumerable<(string Role, ImageSource Source)> sources, CancellationToken cancellation)
    {
        List<FileFingerprint> files = [.. data.Files];
        foreach ((string role, ImageSource source) in sources)
        {
            string name = source.ToString();
            if (!files.Exists(f => f.Role == role && f.Name == name) && source.Sha256(cancellation) is string hash)
            {
                files.Add(new FileFingerprint(role, name, hash));
                files.AddRange((source.Parts?.Fingerprints(role, cancellation) ?? []).Where(p => !files.Contains(p)));
            }
        }

        return new SegTrainingData(data.Values, data.Targets, data.Plan, data.Classes, data.Encoding, data.Rows, data.Columns, data.Images, files);
    }
}
