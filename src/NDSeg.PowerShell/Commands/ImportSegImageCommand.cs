using System.Globalization;
using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Reads images from TIFF, PNG, JPEG and HDF5 files and from Zarr folders.</summary>
/// <remarks>
/// <para>HDF5 masters are read through: links into other files and virtual datasets, whose missing sources have the fill value. Without
/// -Dataset the one image dataset of a file is read, then the one its links lead to.</para>
/// <para>Writes one image per slice: a multi-page TIFF and a 3-D HDF5 dataset are streamed, the next slice being read while
/// the pipeline works on the last one, so that memory does not grow with the number of slices. Samples come as stored:
/// 8, 16 or 32-bit integers, floats, RGB.</para>
/// <para>-As Volume gives one object for all slices of a file, for filters in three dimensions; files of one slice each, such as those of
/// a folder, become the slices of one volume.</para>
/// <para>A Zarr folder (versions 2 and 3, OME-Zarr 0.1 to 0.5) is one image: its metadata say which axes are slices, channels, rows and
/// columns, time running around depth, and how large a pixel is; -Level chooses a smaller resolution, -Dataset one of several
/// images or arrays. Links in it are not followed.</para>
/// <para>Any other folder is read file by file, in the order of their names with numbers compared as numbers. A file or a slice that
/// cannot be read is an error of its own and the others go through. A shape whose axes cannot be told apart is an error that
/// prints the shape: say with -Axis and -ChannelAxis what they are.</para>
/// </remarks>
/// <example>
/// <code>Import-SegImage slice.tif</code>
/// <para>Reads one slice.</para>
/// </example>
/// <example>
/// <code>Import-SegImage maps.h5 -Dataset data -ChannelAxis 2</code>
/// <para>Reads a dataset of H x W x 6 as one image of six channels.</para>
/// </example>
/// <example>
/// <code>Import-SegImage volume.tif -Slice 0-1,3</code>
/// <para>Streams three slices of a volume.</para>
/// </example>
/// <example>
/// <code>Import-SegImage embryo.zarr -Level 2 -Slice 40</code>
/// <para>Reads one slice of an OME-Zarr image at a quarter of its resolution.</para>
/// </example>
/// <example>
/// <code>Import-SegImage scans | Invoke-SegApply -Model model.ndseg | Export-SegLabels -Directory out -Force</code>
/// <para>Labels every image of a folder.</para>
/// </example>
/// <example>
/// <code>Import-SegImage volume.tif -As Volume -VoxelSize 2.5, 1, 1</code>
/// <para>All slices as one volume in three dimensions, slices being 2.5 times as far apart as columns.</para>
/// </example>
[Cmdlet(VerbsData.Import, "SegImage", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SegImage), typeof(SegVolume))]
public sealed class ImportSegImageCommand : ImageFileCommand
{
    // Files of one slice, which become one volume.
    private readonly List<string> singles = [];

    /// <summary>
    /// Leaves out the slices that an interrupted Export-SegLabels -Resume to this file has finished, so that they are not
    /// computed again.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResumeFrom { get; set; }

    private ImageReadOptions Options => new() { Dataset = Dataset, Level = Level, Slices = SliceArgument.Parse(Slice), Axis = Axis, ChannelAxis = ChannelAxis };

    private protected override void ProcessFile(string file)
    {
        ImageReadOptions options = Options;
        string? target = ResumeFrom is null ? null : this.FileOf(ResumeFrom);
        if (As == SliceView.Volume)
        {
            WriteVolume(file, target);
            return;
        }

        string name = System.IO.Path.GetFileName(file);
        int count = 1;
        Stream<SegImage>(
            "Importing slices",
            fraction => string.Create(CultureInfo.InvariantCulture, $"{name}: {(int)(fraction * count)} of {count}"),
            (channel, cancellation) =>
            {
                using ImageVolume volume = ImageReader.Open(file, options, cancellation);
                count = volume.Selected.Count;
                channel.Write(PipelineRecordKind.Verbose, FormattableString.Invariant($"{name}: {volume.Info.Format}, {Counted(volume.Info.SliceCount, "slice")} of {volume.Info.Height} x {volume.Info.Width} x {volume.Info.Channels}, {volume.Info.PixelType}"));
                new SliceProducer(volume, ReadingOf(volume), target).Run(channel, cancellation);
            },
            image => WriteObject(image));
    }

    private protected override void End()
    {
        if (singles.Count > 0)
        {
            string? target = ResumeFrom is null ? null : this.FileOf(ResumeFrom);
            Write(VolumeReader.OpenFiles(singles, Options, GivenVoxelSize, FinishedIn(target), Cancellation));
        }
    }

    private void WriteVolume(string file, string? target)
    {
        if (ImageReader.Probe(file, Options, Cancellation).SliceCount == 1)
        {
            singles.Add(file);
        }
        else
        {
            Write(VolumeReader.Open(file, Options, GivenVoxelSize, ReadingOf(several: true), FinishedIn(target)));
        }
    }

    private void Write(SegVolume volume)
    {
        Verbose($"{volume}: voxels of {volume.VoxelSize?.ToString() ?? "unknown size"}");
        WriteObject(volume);
    }

    private static IReadOnlyList<int>? FinishedIn(string? target) => target is null ? null : PartialVolume.FinishedSlices(target);

    private SourceReading? ReadingOf(ImageVolume volume) => ReadingOf(volume.Info.SliceCount > 1);

    private SourceReading? ReadingOf(bool several)
        => several || Axis is not null || ChannelAxis is not null || Level > 0
            ? new SourceReading(Slice is null ? null : string.Join(',', Slice), Axis, ChannelAxis) { Level = Level > 0 ? Level : null }
            : null;
}
