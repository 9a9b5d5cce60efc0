using System.Management.Automation;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <summary>Writes images, filter maps, class probabilities and uncertainty to TIFF or HDF5 files or Zarr folders, for other programs.</summary>
/// <remarks>
/// <para>Every map is a page of a TIFF file that bears its name, or a plane of a C x H x W dataset whose attribute "names" lists them, or a channel of an OME-Zarr 0.5 image. Of an image
/// the channels are written, integers as they are stored, so that they are scaled as before when they are read again, everything else as float32; of a stack its filter maps; of a
/// segmentation its class probabilities, named after the classes, and "margin" and "entropy", whichever Invoke-SegApply was told to keep; all of these are float32.
/// The slices of one volume go into one file, with memory for two of them: a stack with channels as ImageJ has it, or a
/// Z x C x H x W dataset; a slice that failed on the way is filled with 0, warned about, and listed in the output of -PassThru. Doubles lose digits that float32 cannot hold, which is warned about.</para>
/// <para>A volume that was imported as one object is written slice by slice with its samples as they are, floats of 16 and 64 bits too: a TIFF that ImageJ opens as a
/// stack, a Z x Y x X dataset, or an OME-Zarr image; with channels where it has several and -Map does not choose one.</para>
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
/// <code>Import-SegImage volume.tif | Invoke-SegApply -Model model.ndseg -Probability | Export-SegImage probability.h5 -Map probability -PassThru -Force</code>
/// <para>The class probabilities of a whole volume as one dataset.</para>
/// </example>
/// <example>
/// <code>(New-SegPhantom -Depth 16 -Height 64 -Width 64).Image | Export-SegImage phantom.tif -Force</code>
/// <para>A volume as a stack of 16 slices.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegImage", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class ExportSegImageCommand : SegCommand
{
    private MapVolumeExport? volume;
    private bool written;
    private bool declined;

    /// <summary>The file to write; the extension gives the format: .tif, .h5 or .zarr.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>An image, a volume, a stack of filter maps, a segmentation, or the path of an image file.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ImagePath(Volumes = true)]
    [ValidateNotNull]
    public object InputObject { get; set; } = null!;

    /// <summary>
    /// Names of the maps, channels or classes to write, in this order; of a segmentation "probability" stands for all its classes and
    /// "uncertainty" for margin and entropy. Wildcards are permitted. All of them when left out.
    /// </summary>
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

    /// <summary>Writes the file that was made to the pipeline, with the number of its slices and the numbers of missing ones.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        object input = InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject;
        if (input is SegVolume stored)
        {
            Write(stored);
            return;
        }

        var source = NamedPlanes.Of(input);
        (ImageSource origin, SeriesPosition? place) = OriginOf(input);
        string file = this.FileOf(Path);
        if (volume is not null && volume.Takes(origin, place))
        {
            AddSlice(source, place!);
            return;
        }

        IReadOnlyList<int> planes = source.Choose(Map);
        if (declined)
        {
            return;
        }

        RequireFirst(file);
        if (!ShouldProcess(file, "Write image"))
        {
            declined = true;
            return;
        }

        if (input is SegImage { PixelType: PixelType.Float64 } wide)
        {
            WriteWarning($"The {wide.PixelType} samples of {wide.Source} are written as float32, which holds about seven digits.");
        }

        var options = new PlaneWriteOptions { Overwrite = Force, Dataset = Dataset };
        if (place is { Count: > 1 })
        {
            OpenVolume(file, source, planes, origin, place, options);
            AddSlice(source, place);
            return;
        }

        written = true;
        Run("Writing maps", file, 0, run =>
        {
            Array[] maps = [.. planes.Select(source.Plane)];
            PlaneWriter.Write(file, source.Height, source.Width, maps, options with { Names = [.. planes.Select(i => source.Names[i])], Type = source.Type, PixelSize = source.PixelSize }, run.Cancellation);
            return true;
        });
        Report(file, 1, []);
    }

    private void Write(SegVolume stored)
    {
        string file = this.FileOf(Path);
        IReadOnlyList<int> channels = NamedPlanes.Choose(Map, stored);
        RequireFirst(file);
        if (ShouldProcess(file, "Write image"))
        {
            written = true;
            Run("Writing the volume", file, 0, run =>
            {
                VolumeWriter.Write(file, stored, new PlaneWriteOptions { Overwrite = Force, Dataset = Dataset }, run, channels);
                return true;
            });
            Report(file, stored.Depth, []);
        }
    }

    private void RequireFirst(string file)
    {
        if (written)
        {
            throw new SegException("SeveralResultsOneFile", SegErrorKind.InvalidArgument, $"Expected one image, stack, result or volume for '{file}', found another.", "Export them one by one, each under its own name.");
        }
    }

    private protected override void End()
    {
        if (volume is not null)
        {
            IReadOnlyList<int> missing = Run("Writing maps", volume.Target, 0, run => volume.Finish(run.Cancellation));
            if (missing.Count > 0)
            {
                WriteWarning($"{volume.Target}: {missing.Count} of {volume.Count} slices are missing and were filled with 0: {string.Join(", ", missing)}.");
            }

            Report(volume.Target, volume.Count, missing);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            volume?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void OpenVolume(string file, NamedPlanes first, IReadOnlyList<int> planes, ImageSource origin, SeriesPosition place, PlaneWriteOptions options)
    {
        try
        {
            volume = new MapVolumeExport(file, first, planes, origin, place, options);
            written = true;
        }
        catch (SegException failure)
        {
            // The other slices would fail the same way, each after its computation.
            Terminate(failure, file);
        }
    }

    private void AddSlice(NamedPlanes slice, SeriesPosition place)
    {
        try
        {
            volume!.Add(slice, place, Cancellation);
        }
        catch (SegException failure) when (failure.Id is not ("VolumeShapeMismatch" or "SliceOrder"))
        {
            // The writer has ended: the other slices would fail the same way, each after its computation.
            Terminate(failure, volume!.Target);
        }
    }

    private void Report(string file, int slices, IReadOnlyList<int> missing)
    {
        Verbose($"{file}: {Counted(slices, "slice")} written, {Elapsed.TotalSeconds:0.000} s");
        if (PassThru)
        {
            WriteObject(WrittenFile.Of(this, file, slices, missing));
        }
    }

    private static (ImageSource Source, SeriesPosition? Place) OriginOf(object input) => input switch
    {
        SegImage image => (image.Source, image.Series),
        SegFeatures stack => (stack.Source, stack.Series),
        _ => (((SegSegmentation)input).Source, ((SegSegmentation)input).Series),
    };
}
