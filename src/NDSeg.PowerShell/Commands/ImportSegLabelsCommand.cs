using System.Globalization;
using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Rois;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Reads label maps: painted strokes, ground truth, results.</summary>
/// <remarks>
/// <para>Every distinct integer value other than 0, or every colour other than black, is a class. The values and colours are kept
/// and come back when labels are exported. 0 and black mean unlabelled. Names and colours that Export-SegLabels left in a file or in the
/// account beside it are those of the classes.</para>
/// <para>The slices of a label volume share one list of classes and are written one by one.</para>
/// <para>-As Volume gives one object for all slices of a file; files of one slice each, such as those of a folder, become the slices of one
/// volume and share one list of classes.</para>
/// <para>Of a Zarr image the labels below it are read; -Dataset labels/name says which where there are several.</para>
/// <para>Strokes drawn in other programs are read too: .roi files and .zip archives of regions from ImageJ, .geojson from QuPath, .labeling
/// from LabKit, .ilp from ilastik (-Dataset labels001 names the second image of a project). Only LabKit says
/// how large the image is; for the others -Image or -Shape does, and how many slices it has where -As Volume is to have all of them. Names and colours
/// become those of the classes: of ImageJ's regions the group, else the name, else the colour. Strokes in slices give those slices.</para>
/// </remarks>
/// <example>
/// <code>Import-SegLabels strokes.tif</code>
/// <para>Reads sparse strokes.</para>
/// </example>
/// <example>
/// <code>Import-SegLabels strokes.tif -ClassName casing, electrolyte, anode, copper, cathode, aluminium</code>
/// <para>Names the classes in the order of their values.</para>
/// </example>
/// <example>
/// <code>Import-SegLabels RoiSet.zip -Image slice.tif</code>
/// <para>Regions from ImageJ's ROI Manager, painted in the order of the list.</para>
/// </example>
/// <example>
/// <code>Import-SegLabels volume_strokes.tif -As Volume</code>
/// <para>The slices of a label file as one volume, read when they are needed.</para>
/// </example>
[Cmdlet(VerbsData.Import, "SegLabels", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SegLabels), typeof(SegLabelVolume))]
public sealed class ImportSegLabelsCommand : ImageFileCommand
{
    // Files of one slice, which become one volume.
    private readonly List<string> singles = [];

    /// <summary>The image that strokes from another program belong to; its size is what they are painted into, its voxel size that of a volume. For files that do not say it.</summary>
    [Parameter]
    [ValidateNotNull]
    public ImageInput? Image { get; set; }

    /// <summary>
    /// Rows and columns that strokes from another program are painted into, instead of -Image; slices, rows and columns for those drawn in a
    /// volume.
    /// </summary>
    [Parameter]
    [ValidateCount(2, 3)]
    [ValidateRange(1, int.MaxValue)]
    public int[]? Shape { get; set; }

    /// <summary>Names of the classes in ascending order of their values. Default: those the file carries, else class 1, class 2, ...</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ClassName { get; set; }

    /// <summary>Colours of the classes in ascending order of their values, as #rrggbb. Default: those the file carries, else distinct ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ClassColor { get; set; }

    private protected override void ProcessFile(string file)
    {
        if (As == SliceView.Volume)
        {
            if (!RoiReader.Reads(file) && LabelReader.CountSlices(file, LabelOptions(file), Cancellation) == 1)
            {
                singles.Add(file);
            }
            else
            {
                WriteVolume(System.IO.Path.GetFileName(file), cancellation => OpenVolume(file, cancellation));
            }

            return;
        }

        Func<CancellationToken, IEnumerable<SegLabels>> source = RoiReader.Reads(file) ? Strokes(file) : Labels(file);
        string name = System.IO.Path.GetFileName(file);
        int read = 0;
        SegLabels? last = null;
        Stream<SegLabels>(
            "Importing labels",
            _ => string.Create(CultureInfo.InvariantCulture, $"{name}: {read} read"),
            (channel, cancellation) =>
            {
                foreach (SegLabels labels in source(cancellation))
                {
                    channel.Write(PipelineRecordKind.Output, labels);
                }
            },
            labels =>
            {
                read++;
                last = labels;
                WriteObject(labels);
            });
        if (last is not null)
        {
            Verbose($"{name}: {Counted(read, "label map")} of {last.Shape}, {Counted(last.ClassCount, "class", "classes")}");
        }
    }

    private protected override void End()
    {
        if (singles is [string only])
        {
            WriteVolume(System.IO.Path.GetFileName(only), cancellation => OpenVolume(only, cancellation));
        }
        else if (singles.Count > 0)
        {
            LabelReadOptions options = LabelOptions(singles[0]);
            WriteVolume(FormattableString.Invariant($"{singles.Count} files"), cancellation => LabelReader.OpenFiles(singles, options, GivenVoxelSize, cancellation));
        }
    }

    private void WriteVolume(string name, Func<CancellationToken, SegLabelVolume> open)
    {
        SegLabelVolume volume = Run("Importing labels", name, threads: 1, options => open(options.Cancellation));
        Verbose($"{volume}: voxels of {volume.VoxelSize?.ToString() ?? "unknown size"}");
        WriteObject(volume);
    }

    private SegLabelVolume OpenVolume(string file, CancellationToken cancellation)
    {
        if (!RoiReader.Reads(file))
        {
            return LabelReader.OpenVolume(file, LabelOptions(file), GivenVoxelSize, cancellation);
        }

        SegLabels[] painted = [.. Strokes(file)(cancellation)];
        return SegLabelVolume.Sparse(painted[0].Source.SliceCount ?? 1, [.. painted.Select(labels => (labels.Source.SliceIndex ?? 0, labels))], GivenVoxelSize ?? Image?.Voxels(this, cancellation));
    }

    private Func<CancellationToken, IEnumerable<SegLabels>> Labels(string file)
    {
        LabelReadOptions options = LabelOptions(file);
        return cancellation => LabelReader.ReadAll(file, options, cancellation);
    }

    private LabelReadOptions LabelOptions(string file)
    {
        if (Image is not null || Shape is not null)
        {
            throw new SegException("NotStrokes", SegErrorKind.InvalidArgument, $"Expected strokes of another program for -Image or -Shape ({string.Join(", ", RoiReader.Extensions)}), found '{file}'.", "Leave them out: a label image has its own size.");
        }

        return new LabelReadOptions { Dataset = Dataset, Level = Level, Slices = SliceArgument.Parse(Slice), Axis = Axis, ChannelAxis = ChannelAxis, ClassNames = ClassName, ClassColors = ClassColor?.Select(RgbColor.Parse).ToArray() };
    }

    private Func<CancellationToken, IEnumerable<SegLabels>> Strokes(string file)
    {
        (int Height, int Width, int Slices)? size = Image?.Shape(this, Cancellation);
        var options = new RoiReadOptions
        {
            Height = size?.Height ?? Shape?[^2],
            Width = size?.Width ?? Shape?[^1],
            SliceCount = size is { Slices: > 1 } volume ? volume.Slices : Shape is [int depth, _, _] ? depth : null,
            WholeVolume = As == SliceView.Volume,
            Part = Dataset,
            Slices = SliceArgument.Parse(Slice),
            ClassNames = ClassName,
        };
        return cancellation => RoiReader.ReadAll(file, options, cancellation).Select(Colored);
    }

    // Of strokes from other programs the reader itself knows no colours that were asked for.
    private SegLabels Colored(SegLabels labels)
        => ClassColor is null ? labels : labels.WithClasses(new SegClassList(labels.Classes).Named(null, [.. ClassColor.Select(RgbColor.Parse)], labels.Source.ToString()));
}
