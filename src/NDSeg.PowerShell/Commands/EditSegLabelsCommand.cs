using System.Management.Automation;
using System.Management.Automation.Host;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.Models;
using NDSeg.Paint;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Painting;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Training;

namespace NDSeg.PowerShell.Commands;

/// <summary>Paints strokes on an image in the browser, with labels that follow every stroke.</summary>
/// <remarks>
/// <para>Opens a page with brush, eraser and polygon. After every stroke a model learns from what is painted and labels the
/// image, the visible part first. The command waits until the page is finished or closed; Ctrl+C ends it. The label file holds
/// the painted pixels without loss, with the values, names and colours of the classes.</para>
/// <para>The page is served by this process to this machine only, on 127.0.0.1, to whoever has the address with its token,
/// which is good once. Nothing else of the disk can be reached through it, and nothing is fetched from a network.</para>
/// <para>Strokes that are not saved are kept in a file beside the label file, whose name ends in .unsaved, and offered when the
/// same image is painted again: after a closed page, Ctrl+C, or a killed process.</para>
/// <para>Several images of one size are the slices of a volume; strokes belong to their slice and one model learns from all.</para>
/// </remarks>
/// <example>
/// <code>Edit-SegLabels slice.tif -OutFile painted.tif</code>
/// <para>Paints strokes on an image.</para>
/// </example>
/// <example>
/// <code>Edit-SegLabels slice.tif -OutFile painted.tif -Labels strokes.tif -ModelOutFile painted.ndseg -Force</code>
/// <para>Goes on from earlier strokes and saves the model of all painted pixels as well.</para>
/// </example>
/// <example>
/// <code>Edit-SegLabels slice.tif -OutFile painted.tif -Preset Extended -Algorithm MixedForest</code>
/// <para>Learns from the 121 maps and the learner that need the fewest strokes.</para>
/// </example>
/// <example>
/// <code>Import-SegImage slice.tif | Edit-SegLabels -OutFile painted.tif -ClassName paste, void -PassThru</code>
/// <para>Names the classes, and gives the painted labels to the pipeline.</para>
/// </example>
[Cmdlet(VerbsData.Edit, "SegLabels", SupportsShouldProcess = true)]
[OutputType(typeof(SegLabels))]
public sealed class EditSegLabelsCommand : SegCommand
{
    private readonly List<ImageInput> inputs = [];

    /// <summary>The image to paint on: an image, several of one size as the slices of a volume, a volume, or the path of an image file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public ImageInput[] Image { get; set; } = [];

    /// <summary>The label file that saving writes: TIFF, PNG, HDF5 or Zarr by its extension; TIFF, HDF5 or Zarr for several slices.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string OutFile { get; set; } = string.Empty;

    /// <summary>Strokes to go on from: labels, or the path of a label file; one for every slice.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public LabelInput[]? Labels { get; set; }

    /// <summary>Names of the classes to begin with. Default: two classes, or those of -Labels.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ClassName { get; set; }

    /// <summary>Which maps the model learns from; the default configuration when left out.</summary>
    [Parameter]
    [ValidateNotNull]
    public FeatureConfig Config { get; set; } = FeatureConfig.Default;

    /// <summary>A configuration by its name, in place of -Config: Default, Extended, ...; Tab lists them with what they are for.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Preset { get; set; }

    /// <summary>The learner, with its default parameters: RandomForest, MixedForest, ExtraTrees, XGBoost.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LearnerCompleter))]
    [ValidateNotNullOrEmpty]
    public string Algorithm { get; set; } = "RandomForest";

    /// <summary>An untrained model of New-SegModel, for other parameters than the learner's defaults; it decides instead of -Algorithm.</summary>
    [Parameter]
    [ValidateNotNull]
    public SegModel? Model { get; set; }

    /// <summary>Saves the model of all painted pixels, as Invoke-SegTraining makes it, to this .ndseg file with every save.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ModelOutFile { get; set; }

    /// <summary>Writes the saved labels to the pipeline, those of slices with strokes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Replaces existing files, and those that another program writes while the painter is open.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Opens no browser: prints the address, which is good for one browser, and waits.</summary>
    [Parameter]
    public SwitchParameter NoBrowser { get; set; }

    /// <summary>The HDF5 dataset to read where -Image is a path. Not needed when the file holds one image only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

    /// <summary>Slices to paint where -Image is a path, counted from 0: numbers and ranges such as 7, 3-9, 100-.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Slice { get; set; }

    /// <summary>The axis of the stored shape that counts slices where -Image is a path, from 0; negative counts from the last axis.</summary>
    [Parameter]
    [ValidateRange(-8, 7)]
    public int? Axis { get; set; }

    /// <summary>The axis of the stored shape that counts channels where -Image is a path, from 0; negative counts from the last axis.</summary>
    [Parameter]
    [ValidateRange(-8, 7)]
    public int? ChannelAxis { get; set; }

    /// <summary>Worker threads; 0 uses all cores. Results do not depend on it.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int Threads { get; set; }

    private protected override void Process() => inputs.AddRange(Image);

    private protected override void End()
    {
        if (inputs.Count == 0)
        {
            return;
        }

        string outFile = Target(OutFile);
        string? modelFile = ModelOutFile is null ? null : Target(ModelOutFile);
        if (ShouldProcess(outFile, "Paint labels"))
        {
            using PaintRun run = Open(outFile, modelFile);
            try
            {
                Invite(run.Address);
                while (!run.Wait(WriteVerbose, Cancellation))
                {
                }
            }
            catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
            {
                run.Stop();
                Farewell(run.Result!);
                throw;
            }

            Report(run.Result!, outFile);
        }
    }

    private PaintRun Open(string outFile, string? modelFile)
    {
        SegLabels[]? labels = Labels is null ? null : [.. Labels.SelectMany(l => l.Slices(this, Cancellation))];
        SegModel untrained = Model ?? new SegModel(new ModelParameters(Algorithm));
        PaintOptions Fill(PaintOptions options) => options with
        {
            ModelOutFile = modelFile,
            Labels = labels,
            LabelsFile = Labels is [LabelInput only] ? only.FileOrNull(this) : null,
            Force = Force,
            ClassNames = ClassName,
            Config = MapsChosen(Config, Preset),
            Untrained = untrained,
            Threads = Threads,
        };
        if (inputs is [{ Image: null, Volume: null } path])
        {
            var options = new ImageReadOptions { Dataset = Dataset, Slices = SliceArgument.Parse(Slice), Axis = Axis, ChannelAxis = ChannelAxis };
            return PaintRun.OnFile(path.File(this), options, outFile, Fill, Cancellation);
        }

        RequireNoReading();
        return inputs is [{ Volume: { } volume }]
            ? PaintRun.OnVolume(volume, outFile, Fill)
            : PaintRun.OnImages([.. inputs.Select(i => i.Image ?? throw Several(i))], outFile, Fill);
    }

    private SegException Several(ImageInput input) => input.Volume is null
        ? new SegException("InvalidArgument", SegErrorKind.InvalidArgument, $"Expected one path or several images, found {inputs.Count} inputs and the path '{input}' among them.", "Read images of one size with Import-SegImage and pipe them: they are the slices of a volume.")
        : new SegException("InvalidArgument", SegErrorKind.InvalidArgument, $"Expected one volume or several images, found {inputs.Count} inputs and the volume {input} among them.", "Paint volumes one by one.");

    // What says how a file is read would be ignored beside an image that was read already.
    private void RequireNoReading()
    {
        foreach (string name in new[] { nameof(Dataset), nameof(Slice), nameof(Axis), nameof(ChannelAxis) })
        {
            if (MyInvocation.BoundParameters.ContainsKey(name))
            {
                throw new SegException("InvalidArgument", SegErrorKind.InvalidArgument, $"Expected -{name} with the path of one image file, found it with {(inputs.Count == 1 ? "an image that was read already" : $"{inputs.Count} inputs")}.", $"Give -{name} to Import-SegImage, or give -Image the path.");
            }
        }
    }

    private void Invite(Uri address)
    {
        if (NoBrowser || !BrowserLauncher.TryOpen(address))
        {
            WriteInformation(new HostInformationMessage { Message = $"Open this address in a browser on this machine: {address}" }, ["PSHOST"]);
        }

        WriteVerbose($"The painter waits at {address.GetLeftPart(UriPartial.Authority)}; Ctrl+C ends it.");
    }

    private void Report(PaintResult result, string outFile)
    {
        if (Unsaved(result) is string warning)
        {
            WriteWarning(warning);
        }
        else if (!result.Saved)
        {
            WriteVerbose($"{outFile}: nothing was painted, and nothing saved");
        }

        if (result.ModelFailure is string failure)
        {
            WriteWarning($"The labels were saved, the model was not: {failure}");
        }

        WriteVerbose($"{outFile}: {result.Labels.Sum(l => l.CountPixels().Skip(1).Sum())} painted pixels saved");
        if (PassThru)
        {
            WriteObject(result.Labels, enumerateCollection: true);
        }
    }

    // Once the pipeline is stopped its streams are closed; the host still shows what it is told.
    private void Farewell(PaintResult result)
    {
        try
        {
            if (Unsaved(result) is string warning)
            {
                Host.UI.WriteWarningLine(warning);
            }
        }
        catch (HostException)
        {
            // A host that shows nothing.
        }
    }

    private static string? Unsaved(PaintResult result) => result switch
    {
        { AutosaveFailure: string failure } => $"Strokes were not saved, and could not be kept either: {failure}",
        { Autosave: string file } => $"Strokes were not saved. They are kept in '{file}'; paint the same image with the same -OutFile again to restore them.",
        _ => null,
    };

    private string Target(string path)
    {
        string file = this.FileOf(path);
        if (!Force && System.IO.Path.Exists(file))
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected no file at '{file}', found one.", "Use -Force to replace it.");
        }

        return Directory.Exists(System.IO.Path.GetDirectoryName(file))
            ? file
            : throw new SegException("TargetNotWritable", SegErrorKind.NotFound, $"Expected a folder for '{file}', found none.", "Make the folder first.");
    }
}
