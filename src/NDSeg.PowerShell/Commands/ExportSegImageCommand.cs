using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Writes images, filter maps, class probabilities and uncertainty to TIFF or HDF5 files or Zarr folders, for other programs.</summary>
/// <remarks>
/// <para>Every map is a page of a TIFF file that bears its name, or a plane of a C x H x W dataset whose attribute "names" lists them, or a channel of an OME-Zarr 0.5 image; samples are
/// float32. Of an image the channels are written as they are stored, widened to float32; of a stack its filter maps; of a
/// segmentation its class probabilities, named after the classes, and "margin" and "entropy", whichever Invoke-SegApply was told to keep.
/// Integers of 32 bits and doubles lose digits that float32 cannot hold, which is warned about.</para>
/// </remarks>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// $features | Export-SegImage filtered.h5 -Map original, gaussian_2, hessian_eig1_4 -Force</code>
/// <para>Three filter maps for a notebook.</para>
/// </example>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg -Probability -Uncertainty | Export-SegImage sure.tif -Force</code>
/// <para>One page per class, and how sure the model is.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegImage", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class ExportSegImageCommand : SegCommand
{
    private bool written;

    /// <summary>The file to write; the extension gives the format: .tif, .h5 or .zarr.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>An image, a stack of filter maps, a segmentation, or the path of an image file.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ImagePath]
    [ValidateNotNull]
    public object InputObject { get; set; } = null!;

    /// <summary>Names of the maps, channels or classes to write, in this order. Wildcards are permitted. All of them when left out.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MapNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Map { get; set; } = ["*"];

    /// <summary>The name of the dataset in HDF5 files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "data";

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file that was made to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        object input = InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject;
        var source = NamedPlanes.Of(input);
        IReadOnlyList<string> names = source.Choose(Map);
        string file = this.FileOf(Path);
        if (written)
        {
            throw new SegException("SeveralResultsOneFile", SegErrorKind.InvalidArgument, $"Expected one image, stack or result for '{file}', found another.", "Export them one by one, each under its own name.");
        }

        if (!ShouldProcess(file, "Write image"))
        {
            return;
        }

        if (input is SegImage { PixelType: PixelType.Int32 or PixelType.UInt32 or PixelType.Float64 } wide)
        {
            WriteWarning($"The {wide.PixelType} samples of {wide.Source} are written as float32, which holds whole numbers up to 16777216.");
        }

        written = true;
        Run("Writing maps", file, 0, options =>
        {
            float[][] planes = [.. names.Select(source.Plane)];
            PlaneWriter.Write(file, source.Height, source.Width, planes, new PlaneWriteOptions { Overwrite = Force, Names = names, PixelSize = source.PixelSize, Dataset = Dataset }, options.Cancellation);
            return true;
        });
        Verbose($"{file}: {names.Count} plane(s), {Elapsed.TotalSeconds:0.000} s");
        if (PassThru)
        {
            WriteObject(Directory.Exists(file) ? new DirectoryInfo(file) : new FileInfo(file));
        }
    }
}
