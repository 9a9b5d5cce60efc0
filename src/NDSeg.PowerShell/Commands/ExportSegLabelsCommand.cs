using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <summary>Writes label maps to TIFF, PNG or HDF5 files.</summary>
/// <remarks>
/// <para>Classes get back the values or colours they have in label files. The slices of one volume go into one file, a multi-page
/// BigTIFF or one HDF5 dataset, unless -PerSlice is given; a slice that failed on the way is filled with 0, warned about, and
/// listed in the output of -PassThru and in the provenance. A file is written while the next result is computed. Files are
/// complete or absent, and an existing file is replaced only with -Force.</para>
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
/// <code>Import-SegImage volume.tif -ResumeFrom volume_labels.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels volume_labels.tif -Resume -Force</code>
/// <para>Labels a volume; run again after an interruption it goes on where it was.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegLabels", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSegLabelsCommand : SegCommand
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

    /// <summary>The file to write; the extension gives the format: .tif, .png or .h5.</summary>
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

    /// <summary>Also writes the class probabilities, float32, to a file beside the labels, named ..._probability.tif.</summary>
    [Parameter]
    public SwitchParameter Probability { get; set; }

    /// <summary>Also writes margin and entropy, float32, to a file beside the labels, named ..._uncertainty.tif.</summary>
    [Parameter]
    public SwitchParameter Uncertainty { get; set; }

    /// <summary>The name of the dataset in HDF5 files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "labels";

    /// <summary>Writes the files that were made to the pipeline, with the numbers of missing slices.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin()
    {
        // A file of an unknown kind is refused when it is written.
        format = ParameterSetName == PathSet ? FileFormats.OfTarget(Path) : FileFormats.Named(Format.ToString());
        writer = new LabelFileWriter(Provenance, Dataset, format, Force);
    }

    private protected override void Process()
    {
        LabelInput input = Labels;
        Attempt(input, () =>
        {
            SegLabels labels = input.Resolve(this, Cancellation);
            bool series = labels.Series is not null && !PerSlice && (ParameterSetName == PathSet || format!.WritesVolumes);
            string target = TargetOf(labels, series);
            if (!series || volume?.Takes(target, labels) != true)
            {
                FinishVolume();
                if (!MayWrite(target))
                {
                    return;
                }
            }

            if (series)
            {
                AddSlice(target, labels, input.Segmentation);
            }
            else
            {
                WriteSingle(target, labels, input.Segmentation);
            }

            WriteMaps(target, input.Segmentation);
        });
    }

    private protected override void End()
    {
        FinishVolume();
        FinishFile();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pending?.Dispose();
            volume?.Dispose();
        }

        base.Dispose(disposing);
    }

    private string TargetOf(SegLabels labels, bool series)
        => ParameterSetName == PathSet
            ? this.FileOf(Path)
            : System.IO.Path.Combine(this.FileOf(Directory), LabelFileNames.For(labels.Source, slice: !series, Suffix, format!));

    private bool MayWrite(string target)
    {
        if (declined.Contains(target))
        {
            return false;
        }

        if (written.Contains(target))
        {
            throw new SegException("SeveralResultsOneFile", SegErrorKind.InvalidArgument, $"Expected one image or one volume for '{target}', found another result for it.", "Use -Directory, which names files after their images.");
        }

        if (!ShouldProcess(target, "Write labels"))
        {
            declined.Add(target);
            return false;
        }

        if (ParameterSetName == DirectorySet)
        {
            System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        }

        written.Add(target);
        return true;
    }

    private void AddSlice(string target, SegLabels labels, SegSegmentation? segmentation)
    {
        volume ??= Open(target, labels, segmentation);
        volume.Add(labels);
        last = (labels, segmentation);
    }

    private LabelVolumeExport Open(string target, SegLabels labels, SegSegmentation? segmentation)
    {
        FinishFile();
        try
        {
            return Run("Preparing the label volume", target, 0, options => writer.Open(target, labels, segmentation, Resume, options.Cancellation));
        }
        catch (SegException failure)
        {
            if (ParameterSetName == PathSet)
            {
                // The other slices would fail the same way, each after its computation.
                Terminate(failure, target);
            }

            declined.Add(target);
            throw;
        }
    }

    private void WriteSingle(string target, SegLabels labels, SegSegmentation? segmentation)
    {
        FinishFile();
        CancellationToken cancellation = Cancellation;
        pending = new PendingFile(target, () => writer.Write(target, labels, segmentation, cancellation));
    }

    private void FinishFile()
    {
        if (pending is not { } file)
        {
            return;
        }

        pending = null;
        Attempt(file.Target, () =>
        {
            Run("Writing labels", file.Target, 0, _ => file.Wait());
            Report(file.Target, 1, []);
        });
    }

    private void FinishVolume()
    {
        if (volume is not { } finished)
        {
            return;
        }

        volume = null;
        using (finished)
        {
            Attempt(finished.Target, () =>
            {
                int count = last.Labels.Series!.Count;
                IReadOnlyList<int> missing = Run("Joining slices", finished.Target, 0, options =>
                {
                    IReadOnlyList<int> absent = finished.Finish(options.Cancellation);
                    writer.WriteSidecar(finished.Target, absent, last.Labels, last.Segmentation, options.Cancellation);
                    return absent;
                });
                if (missing.Count > 0)
                {
                    WriteWarning($"{finished.Target}: {missing.Count} of {count} slices are missing and were filled with 0: {string.Join(", ", missing)}.");
                }

                Report(finished.Target, count, missing);
            });
        }
    }

    private void WriteMaps(string target, SegSegmentation? result)
    {
        foreach (MapFile file in MapFile.Of(target, result, Probability, Uncertainty))
        {
            Run("Writing maps", file.Target, 0, options =>
            {
                file.Write(Force, options.Cancellation);
                return true;
            });
        }
    }

    private void Report(string target, int slices, IReadOnlyList<int> missing)
    {
        Verbose($"{target}: {slices} slice(s) written, {Elapsed.TotalSeconds:0.000} s");
        if (PassThru)
        {
            var file = PSObject.AsPSObject(new FileInfo(target));
            file.Properties.Add(new PSNoteProperty("SliceCount", slices));
            file.Properties.Add(new PSNoteProperty("MissingSlices", missing.ToArray()));
            WriteObject(file);
        }
    }
}
