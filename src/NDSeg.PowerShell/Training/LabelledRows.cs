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

    private static SegTrainingData WithFiles(SegTrainingData data, IEnumerable<(string Role, ImageSource Source)> sources, CancellationToken cancellation)
    {
        List<FileFingerprint> files = [.. data.Files];
        foreach ((string role, ImageSource source) in sources)
        {
            string name = source.ToString();
            if (!files.Exists(f => f.Role == role && f.Name == name) && source.Sha256(cancellation) is string hash)
            {
                files.Add(new FileFingerprint(role, name, hash));
            }
        }

        return new SegTrainingData(data.Values, data.Targets, data.Plan, data.Classes, data.Encoding, data.Rows, data.Columns, data.Images, files);
    }
}
