using NDSeg.Images;
using NDSeg.IO.Figures;
using NDSeg.IO.Report;
using NDSeg.Objects;
using NDSeg.Quality;

namespace NDSeg.PowerShell.Export;

/// <summary>The pictures and objects of a volume for its report, read slice by slice.</summary>
internal static class VolumeReport
{
    /// <summary>Sections through the middle.</summary>
    /// <exception cref="SegException">InvalidFigure when sizes differ; what reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ReportVolume Pictures(SegLabelVolume labels, SegVolume? image, SegLabelVolume? truth, SegLabelVolume? objects, CancellationToken cancellation)
    {
        SectionBuilder New() => new(labels.Depth, labels.Height, labels.Width) { VoxelSize = labels.VoxelSize ?? image?.VoxelSize };
        SectionBuilder own = New();
        SectionBuilder? grey = image is null ? null : New();
        SectionBuilder? expected = truth is null ? null : New();
        SectionBuilder? errors = truth is null ? null : New();
        ErrorMap? judge = truth is null ? null : new ErrorMap(labels.Classes, truth.Classes, labels.Encoding == truth.Encoding);
        SectionBuilder? numbered = objects is null ? null : New();
        for (int z = 0; z < labels.Depth; z++)
        {
            cancellation.ThrowIfCancellationRequested();
            SegLabels slice = labels.ReadSlice(z);
            own.Add(z, slice);
            grey?.Add(z, image!.ReadSlice(z));
            numbered?.Add(z, objects!.ReadSlice(z));
            if (truth is not null)
            {
                SegLabels right = truth.ReadSlice(z);
                expected!.Add(z, right);
                errors!.Add(z, judge!.Slice(slice, right));
            }
        }

        var style = new SectionStyle();
        List<KeyValuePair<string, SectionsPanel>> layers = [new("labels", own.Build(style))];
        if (truth is not null)
        {
            layers.Add(new("truth", expected!.Build(style)));
            layers.Add(new("errors", errors!.Build(style)));
        }

        if (numbered is not null)
        {
            layers.Add(new("objects", numbered.Build(style)));
        }

        return new ReportVolume(labels.Shape, layers) { Image = grey?.Build(style) };
    }

    /// <summary>The objects of the volume.</summary>
    /// <exception cref="SegException">What reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<SegObject> Objects(SegLabelVolume labels, CancellationToken cancellation)
    {
        var measurement = new ObjectMeasurement(new ObjectOptions { VoxelSize = labels.VoxelSize });
        for (int z = 0; z < labels.Depth; z++)
        {
            measurement.Add(labels.ReadSlice(z), cancellation);
        }

        return measurement.Complete();
    }
}
