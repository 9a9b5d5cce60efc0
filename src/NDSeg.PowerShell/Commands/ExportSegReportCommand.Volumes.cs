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
        SegVolume? image = Image?.OpenVolume(this);
        SegLabelVolume? expected = truthVolume ?? Truth?.OpenVolume(this, Cancellation);
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
}
