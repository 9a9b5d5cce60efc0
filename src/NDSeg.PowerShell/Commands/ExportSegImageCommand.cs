using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Writes images, filter maps, class probabilities and uncertainty to TIFF or HDF5 files, for other programs.</summary>
/// <remarks>
/// <para>Every map is a page of a TIFF file that bears its name, or a plane of a C x H x W dataset whose attribute "names" lists them; samples are
/// float32. Of an image the channels are written as they are stored, widened to float32; of a stack its filter maps; of a
/// segmentation its class probabilities, named after the classes, and "margin" and "entropy", whichever Invoke-SegApply was told to keep.
/// Integers of 32 bits and doubles lose digits that float32 cannot hold, which is warned about.</para>
/// <para>A volume is written slice by slice with its samples as they are: a TIFF that ImageJ opens as a stack, or a Z x Y x X dataset.</para>
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
/// <example>
/// <code>(New-SegPhantom -Depth 16 -Height 64 -Width 64).Image | Export-SegImage phantom.tif -Force</code>
/// <para>A volume as a stack of 16 slices.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegImage", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSegImageCommand : SegCommand
{
    private bool written;

    /// <summary>The file to write; the extension gives the format: .tif or .h5.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>An image, a volume, a stack of filter maps, a segmentation, or the path of an image file.</summary>
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
        var volume = input as SegVolume;
        NamedPlanes? source = volume is null ? NamedPlanes.Of(input) : null;
        IReadOnlyList<string> names = source?.Choose(Map) ?? [];
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
        if (source is null)
        {
            Run("Writing the volume", file, 0, options =>
            {
                VolumeWriter.Write(file, volume!, new PlaneWriteOptions { Overwrite = Force, Dataset = Dataset }, options);
                return true;
            });
            Finish(file, $"{volume!.Depth} slice(s)");
            return;
        }

        Run("Writing maps", file, 0, options =>
        {
            float[][] planes = [.. names.Select(source.Plane)];
            PlaneWriter.Write(file, source.Height, source.Width, planes, new PlaneWriteOptions { Overwrite = Force, Names = names, PixelSize = source.PixelSize, Dataset = Dataset }, options.Cancellation);
            return true;
        });
        Finish(file, $"{names.Count} plane(s)");
    }

    private void Finish(string file, string what)
    {
        Verbose($"{file}: {what}, {Elapsed.TotalSeconds:0.000} s");
        if (PassThru)
        {
            WriteObject(new FileInfo(file));
        }
    }
}
