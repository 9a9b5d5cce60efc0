using System.Management.Automation;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Devices;
using NDSeg.PowerShell.Pipeline;
using NDSeg.PowerShell.Training;
using NDSeg.Quality;
using NDSeg.Training;

namespace NDSeg.PowerShell.Commands;

/// <summary>Trains a model on painted pixels.</summary>
/// <remarks>
/// <para>Takes the labelled pixels from stacks (-Features and -Labels), from a table (-TrainingData), or straight from images
/// (-Image and -Labels), where maps are computed around the labelled pixels only and no stack is ever built. Several pairs train
/// across images.</para>
/// <para>Writes a new, trained model; the model that came in stays as it was. Classes without pixels and constant maps are
/// warnings. Labels of another size than the image, and fewer than two classes, are errors.</para>
/// </remarks>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// $labels = Import-SegLabels strokes.tif
/// $model = New-SegModel | Invoke-SegTraining -Features $features -Labels $labels</code>
/// <para>Trains on a stack that is at hand anyway.</para>
/// </example>
/// <example>
/// <code>$image = Import-SegImage slice.tif
/// New-SegModel | Invoke-SegTraining -Image $image -Labels strokes.tif | Export-SegModel slice.ndseg -Force</code>
/// <para>Trains straight from an image and keeps the model.</para>
/// </example>
/// <example>
/// <code>$image = Import-SegImage slice.tif
/// New-SegModel MixedForest | Invoke-SegTraining -Image $image -Labels strokes.tif -Preset Extended</code>
/// <para>More maps and a learner that makes good use of them.</para>
/// </example>
/// <example>
/// <code>$images = Import-SegImage slice.tif, slice2.tif
/// $labels = Import-SegLabels strokes.tif, strokes2.tif
/// New-SegModel -Seed 7 | Invoke-SegTraining -Image $images -Labels $labels</code>
/// <para>Trains across two images.</para>
/// </example>
/// <example>
/// <code>$volume = Import-SegImage volume.tif -As Volume
/// $strokes = Import-SegLabels volume_strokes.tif -As Volume
/// New-SegModel | Invoke-SegTraining -Volume $volume -Labels $strokes | Export-SegModel volume.ndseg -Force</code>
/// <para>Trains on maps of a volume in three dimensions, from strokes on a few of its slices.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "SegTraining", DefaultParameterSetName = FeatureSet)]
[OutputType(typeof(SegModel))]
public sealed class InvokeSegTrainingCommand : VolumeCommand
{
    private const string FeatureSet = "Features";
    private const string TableSet = "TrainingData";
    private const string ImageSet = "Image";

    private FeatureConfig config = FeatureConfig.Default;

    /// <summary>The model to train; its parameters are kept.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SegModel Model { get; set; } = null!;

    /// <summary>Stacks of filter maps, one per label map.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FeatureSet)]
    [ValidateNotNullOrEmpty]
    public SegFeatures[] Features { get; set; } = [];

    /// <summary>Tables of labelled pixels from Get-SegTrainingData; several are joined.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TableSet)]
    [ValidateNotNullOrEmpty]
    public SegTrainingData[] TrainingData { get; set; } = [];

    /// <summary>Images or paths of image files, one per label map. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ImageSet)]
    [ValidateNotNullOrEmpty]
    [ImagePath(Several = true)]
    public SegImage[] Image { get; set; } = [];

    /// <summary>Volumes, one per label volume: from Import-SegImage -As Volume, or paths of their files or of folders of slices. Maps are computed in three dimensions.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VolumeSet)]
    [ValidateNotNullOrEmpty]
    [VolumePath(Several = true)]
    public SegVolume[] Volume { get; set; } = [];

    /// <summary>
    /// Labels in the order of the stacks or images: labels, segmentations, or paths of label files, wildcards permitted. For volumes label volumes; or, for
    /// one volume, labels of some of its slices.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = FeatureSet)]
    [Parameter(Mandatory = true, ParameterSetName = ImageSet)]
    [Parameter(Mandatory = true, ParameterSetName = VolumeSet)]
    [ValidateNotNullOrEmpty]
    public LabelInput[] Labels { get; set; } = [];

    /// <summary>Which maps to compute; when left out the default configuration, for volumes that of the preset Volume.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    public FeatureConfig Config { get; set; } = FeatureConfig.Default;

    /// <summary>A configuration by its name, in place of -Config: Default, Extended, ...; Tab lists them with what they are for.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = VolumeSet)]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Preset { get; set; }

    /// <summary>Images whose channels are appended as they are; for several images the same number for each, in their order. Volumes take -ExtraVolume.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [ValidateNotNull]
    [ImagePath(Several = true)]
    public SegImage[] ExtraChannel { get; set; } = [];

    /// <summary>Volumes, or paths of them, whose channels are appended as they are; for several volumes the same number for each, in their order.</summary>
    [Parameter(ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    [VolumePath(Several = true)]
    public SegVolume[] ExtraVolume { get; set; } = [];

    /// <summary>Names of the classes in ascending order of their values, for the model and what it labels. Default: those of the labels.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ClassName { get; set; }

    /// <summary>Colours of the classes in ascending order of their values, as #rrggbb. Default: those of the labels.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ClassColor { get; set; }

    /// <summary>Where to compute maps and to train. Default: where the stack is, or what New-SegModel was told.</summary>
    [Parameter]
    public DeviceKind? Device { get; set; }

    /// <summary>Worker threads; 0 uses all cores. Results do not depend on it.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int Threads { get; set; }

    private protected override void Begin() => config = MapsChosen(Config, Preset);

    private protected override void Process()
    {
        SegModel untrained = Model;
        Attempt(untrained, () =>
        {
            DeviceKind device = DeviceOf(untrained);
            Func<RunOptions, IReadOnlyList<SegTrainingData>> tables = ParameterSetName == VolumeSet ? OfVolumes(device) : OfImages(device);
            SegModel trained = Run($"Training {untrained.Algorithm}", "labelled pixels", Threads, options => Train(untrained, device, tables(options), options));
            TrainingSummary summary = trained.RequireTrained().Summary;
            foreach (string warning in summary.Warnings)
            {
                WriteWarning(warning);
            }

            Verbose($"{trained.Algorithm}: {summary.SampleCount} x {trained.FeatureNames.Count} training matrix, {trained.Classes.Count} classes, seed {trained.Parameters.Seed}, {device}, {ThreadText(Threads)}, {Elapsed.TotalSeconds:0.000} s");
            WriteObject(trained);
        });
    }

    private DeviceKind DeviceOf(SegModel untrained)
    {
        DeviceKind device = Device ?? (ParameterSetName == FeatureSet ? Features[0].Device : untrained.TrainingDevice);
        if (device == DeviceKind.Cuda)
        {
            try
            {
                EngineSelector.Select(DeviceKind.Cuda);
            }
            catch (SegException failure)
            {
                Terminate(failure);
            }
        }

        return device;
    }

    private Func<RunOptions, IReadOnlyList<SegTrainingData>> OfImages(DeviceKind device)
    {
        SegLabels[] labels = [.. Labels.SelectMany(l => l.ResolveAll(this, Cancellation))];
        foreach (string doubt in labels.SelectMany(LabelDoubts.Find))
        {
            WriteWarning(doubt);
        }

        return options => ParameterSetName switch
        {
            TableSet => TrainingData,
            FeatureSet => FromStacks(labels, options),
            _ => LabelledRows.Of(EngineSelector.Select(device), Image, config, ExtraChannel, labels, options),
        };
    }

    private Func<RunOptions, IReadOnlyList<SegTrainingData>> OfVolumes(DeviceKind device)
    {
        RequireVolumes(device);
        FeatureConfig maps = ForVolumes(config);
        SegLabelVolume[] labels = LabelInput.Volumes(Labels, Volume, this, Cancellation);
        foreach (SegVolume volume in Volume)
        {
            WarnOfVoxels(volume, maps);
        }

        return options => LabelledRows.Of(VolumeEngine, Volume, maps, ExtraVolume, labels, options);
    }

    private SegModel Train(SegModel untrained, DeviceKind device, IReadOnlyList<SegTrainingData> tables, RunOptions options)
    {
        SegTrainingData data = TrainingTable.Concat(tables);
        data = data.WithClasses(new SegClassList(data.Classes).Named(ClassName, ClassColor?.Select(RgbColor.Parse).ToArray(), "the labels"));
        return ModelTrainer.Train(untrained, data, LearnerSelector.Select(untrained, device, data.Names), options);
    }

    private List<SegTrainingData> FromStacks(SegLabels[] labels, RunOptions options)
    {
        LabelledRows.CheckPairs(Features.Length, labels.Length, "stacks");
        return [.. Features.Zip(labels, (stack, map) => LabelledRows.Of(stack, map, options))];
    }
}
