using NDSeg.Images;
using NDSeg.IO.Report;
using NDSeg.Objects;
using NDSeg.PowerShell.Export;
using NDSeg.Quality;

namespace NDSeg.PowerShell.Commands;

/// <content>Reports of volumes.</content>
public sealed partial class ExportSegReportCommand
{
    private void WriteVolume(SegLabelVolume volume)
    {
        using SegVolume? opened = Image is { Volume: null } file ? file.OpenVolume(this) : null;
        SegVolume? image = Image?.Volume ?? opened;
        SegLabelVolume? expected = truth?.Map is { } flat ? SegLabelVolume.FromSlices([flat]) : truth?.Volume;
        RequireOneShape(volume, "image", image?.Source, image is null ? null : (image.Depth, image.Height, image.Width));
        RequireOneShape(volume, "truth", expected?.Source, expected is null ? null : (expected.Depth, expected.Height, expected.Width));
        string target = TargetOf(volume.Source);
        Write(target, "Write report", options =>
        {
            CancellationToken cancellation = options.Cancellation;
            IReadOnlyList<SegObject> objects = Object ?? VolumeReport.Objects(volume, cancellation);
            SegLabelVolume? map = Object is null && objects.Count is > 0 and <= ObjectMap.MostObjects ? ObjectMap.Of(volume, new ObjectOptions(), options) : null;
            SegLabels middle = volume.ReadSlice(volume.Depth / 2);
            var sample = new ReportSample
            {
                Title = Title ?? volume.Source.ToString(),
                Labels = middle,
                Volume = VolumeReport.Pictures(volume, image, expected, map, cancellation),
                Accuracy = expected is null ? null : SegAccuracy.Measure(volume, expected, options),
                Phases = Phase ?? SegPhase.Measure(volume, options),
                Objects = objects,
                Importance = Importance(model),
                Facts = Facts(null, model),
                Provenance = Stored(middle, cancellation),
                Written = DateTimeOffset.Now,
            };
            ReportWriter.Write(target, sample, Force, cancellation);
            return 1;
        });
    }

    // Before anything is read: sections and figures of a part of a volume would look like those of the whole.
    private static void RequireOneShape(SegLabelVolume labels, string what, ImageSource? source, (int Depth, int Height, int Width)? shape)
    {
        if (shape is { } found && found != (labels.Depth, labels.Height, labels.Width))
        {
            throw new SegException(
                "ReportMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected {what} of {labels.Shape} voxels like the labels {labels.Source}, found {found.Depth} x {found.Height} x {found.Width} ({source}).",
                $"Give the whole {what} of these labels, or labels and {what} of one slice.");
        }
    }
}
