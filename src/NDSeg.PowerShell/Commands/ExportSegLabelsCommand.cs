using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <summary>Writes label maps to TIFF, PNG or HDF5 files or Zarr folders.</summary>
/// <remarks>
/// <para>Classes get back the values or colours they have in label files. The slices of one volume go into one file, a multi-page
/// TIFF that ImageJ opens with the colours of the classes (BigTIFF beyond 4 GB) or one HDF5 dataset, unless -PerSlice is given, and so
/// do several results that are written to one -Path, in the order they come; a slice that failed on the way is filled with 0, warned about, and
/// listed in the output of -PassThru and in the provenance. A file is written while the next result is computed. Files are
/// complete or absent, and an existing file is replaced only with -Force.</para>
/// <para>A name that ends in .zarr gives an OME-Zarr 0.5 label image with the names and colours of the classes, in several resolutions (the most frequent
/// value of 2 x 2 pixels, ties to the first), and one of the form image.zarr/labels/name adds the labels to that image, in its version (0.4 or 0.5) and in as many resolutions
/// as it has. Slices are written once, into the place they keep. Only folders that NDSeg wrote are ever replaced.</para>
/// <para>Takes labels only: images and volumes of images go to Export-SegImage.</para>
/// <para>With -Resume an interrupted volume is continued; give Import-SegImage -ResumeFrom the same path, so that finished slices
/// are not computed again. The file has the same bytes as that of an uninterrupted run.</para>
/// </remarks>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels result.tif -Force</code>
/// <para>Writes one label map.</para>
/// </example>
/// <example>
/// <code>Get-ChildItem scans/*.tif | Import-SegImage | Invoke-SegApply -Model model.ndseg | Export-SegLabels -Directory out -Provenance Sidecar -Force</code>
/// <para>Labels a folder of scans into another, with an account of how beside every file.</para>
/// </example>
/// <example>
/// <code>Import-SegImage embryo.zarr | Invoke-SegApply -Model model.ndseg | Export-SegLabels embryo.zarr/labels/tissue -Force</code>
/// <para>Labels an OME-Zarr image and keeps the labels in it.</para>
/// </example>
/// <example>
/// <code>Import-SegImage volume.tif -ResumeFrom volume_labels.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels volume_labels.tif -Resume -Force</code>
/// <para>Labels a volume; run again after an interruption it goes on where it was.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegLabels", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed partial class ExportSegLabelsCommand : SegCommand
{
    private const string PathSet = "Path";
    private const string DirectorySet = "Directory";

    private readonly HashSet<string> written = [];
    private readonly HashSet<string> declined = [];
    private FileFormatInfo? format;
    private LabelFileWriter writer = null!;
    private LabelVolumeExport? volume;
    private PendingFile? pending;
    private (SegLabels Labels, SegSegmentation? Segmentation) last;
    private (string Target, SegLabels Labels, SegSegmentation? Segmentation)? held;

    /// <summary>The file to write; the extension gives the format: .tif, .png, .h5 or .zarr.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The folder to write to, made where it is missing; files are named after their images.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DirectorySet)]
    [ValidateNotNullOrEmpty]
    public string Directory { get; set; } = string.Empty;

    /// <summary>The labels: labels, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    /// <summary>The format of the files in the folder.</summary>
    [Parameter(ParameterSetName = DirectorySet)]
    public LabelFileFormat Format { get; set; }

    /// <summary>What is put behind the image's name to name the label file.</summary>
    [Parameter(ParameterSetName = DirectorySet)]
    [ValidateNotNull]
    public string Suffix { get; set; } = "_labels";

    /// <summary>A folder above the images: the folders below it are made in -Directory as well.</summary>
    [Parameter(ParameterSetName = DirectorySet)]
    [ValidateNotNullOrEmpty]
    public string? RelativeTo { get; set; }

    /// <summary>Makes the name of the file, with extension, from the labels or the segmentation in <c>$_</c>.</summary>
    [Parameter(ParameterSetName = DirectorySet)]
    [ValidateNotNull]
    public ScriptBlock? NewName { get; set; }

    /// <summary>Writes one file per slice of a volume.</summary>
    [Parameter(ParameterSetName = DirectorySet)]
    public SwitchParameter PerSlice { get; set; }

    /// <summary>Replaces existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Continues a volume that an ended run left unfinished, and leaves it to be continued when this run ends early.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Where the account of how the labels were made is kept.</summary>
    [Parameter]
    public ProvenanceMode Provenance { get; set; }

    /// <summary>
    /// Also writes the class probabilities, float32, to a file beside the labels, named ..._probability.tif: one for all slices of a
    /// volume, one for each with -Resume.
    /// </summary>
    [Parameter]
    public SwitchParameter Probability { get; set; }

    /// <summary>
    /// Also writes margin and entropy, float32, to a file beside the labels, named ..._uncertainty.tif: one for all slices of a volume,
    /// one for each with -Resume.
    /// </summary>
    [Parameter]
    public SwitchParameter Uncertainty { get; set; }

    /// <summary>The name of the dataset in HDF5 files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "labels";

    /// <summary>Writes one file per slice and resolution into Zarr folders, a shard of chunks of 512 x 512, instead of one file per chunk of at most 2048 x 2048: fewer files where slices are large, for readers that know shards.</summary>
    [Parameter]
    public SwitchParameter Sharded { get; set; }

    /// <summary>Writes the files that were made to the pipeline, maps included, with their slices counted and the numbers of missing ones.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin()
    {
        // A file of an unknown kind is refused when it is written.
        format = ParameterSetName == PathSet ? FileFormats.OfTarget(Path) ?? FileFormats.OfTarget(this.FileOf(Path)) : FileFormats.Named(Format.ToString());
        writer = new LabelFileWriter(Provenance, Dataset, format, Force, Sharded);
    }

    private protected override void Process()
    {
        LabelInput input = Labels;
        if (input.Volume is not { } whole)
        {
            Attempt(input, () => Add(input, input.Resolve(this, Cancellation)));
            return;
        }

        for (int z = 0; z < whole.Depth; z++)
        {
            int place = z;
            Attempt(input, () => Add(input, Run("Reading labels", whole.Source.ToString(), 0, _ => whole.ReadSlice(place))));
        }
    }

    private void Add(LabelInput input, SegLabels labels)
    {
        SegSegmentation? segmentation = input.Segmentation;
        bool single = PerSlice || (ParameterSetName == DirectorySet ? labels.Series is null || !format!.WritesVolumes : labels.Series is null or { Count: 1 });
        SeriesPosition? place = single ? null : labels.Series;
        string target = TargetOf(input, labels, slice: place is null);
        if (volume?.Takes(target, labels, place) == true)
        {
            AddSlice(labels, place, segmentation);
        }
        else if (held?.Target == target && place is null)
        {
            Stack(labels, segmentation);
        }
        else if (!Start(target, labels, place, segmentation))
        {
            return;
        }

        WriteMaps(target, segmentation);
    }

    private protected override void End()
    {
        FinishVolume();
        WriteHeld();
        FinishFile();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pending?.Dispose();
            maps.ForEach(m => m.File.Dispose());
            volume?.Dispose();
        }

        base.Dispose(disposing);
    }
}
