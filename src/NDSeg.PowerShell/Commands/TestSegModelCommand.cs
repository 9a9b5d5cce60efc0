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

/// <summary>Cross-validates models on their strokes, and compares presets of maps and learners.</summary>
/// <remarks>
/// <para>The strokes are dealt to folds as a whole, through the slices of a volume too, so that neighbouring pixels never sit on both sides. Gives the figures of the
/// pooled confusion matrix of all held-out pixels, and the accuracy of every fold. Classes with one stroke cannot be held out;
/// they are named in a warning.</para>
/// <para>With -Algorithm, or with -Image or -Volume and -Labels in place of a table, writes one row for every preset and learner: the same
/// strokes in the same folds, so that rows compare. Strokes are a small and chosen part of an image: a difference of a
/// hundredth between two rows says little.</para>
/// </remarks>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// $data = Get-SegTrainingData -Features $features -Labels strokes.tif
/// New-SegModel -Trees 20 | Test-SegModel -TrainingData $data -Folds 3</code>
/// <para>Three folds.</para>
/// </example>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// $data = Get-SegTrainingData -Features $features -Labels strokes.tif
/// (New-SegModel -Trees 20 | Test-SegModel $data -Seed 5).Accuracy.Classes</code>
/// <para>The figures of every class.</para>
/// </example>
/// <example>
/// <code>$image = Import-SegImage slice.tif
/// Test-SegModel -Image $image -Labels strokes.tif -Preset Default, Extended -Algorithm RandomForest, MixedForest -Folds 3 | Sort-Object MeanIoU -Descending</code>
/// <para>Two choices of maps with two learners each, best first.</para>
/// </example>
/// <example>
/// <code>$volume = Import-SegImage volume.tif -As Volume
/// $strokes = Import-SegLabels volume_strokes.tif -As Volume
/// Test-SegModel -Volume $volume -Labels $strokes -Algorithm RandomForest, MixedForest -Folds 3</code>
/// <para>Two learners on maps in three dimensions.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "SegModel", DefaultParameterSetName = TableSet)]
[OutputType(typeof(CrossValidationResult), ParameterSetName = [TableSet])]
[OutputType(typeof(ModelComparison), ParameterSetName = [TableAlgorithmSet, ImageSet, ImageAlgorithmSet, VolumeSet, VolumeAlgorithmSet])]
public sealed class TestSegModelCommand : VolumeCommand
{
    private const string TableSet = "TrainingData";
    private const string TableAlgorithmSet = "TrainingDataAlgorithm";
    private const string ImageSet = "Image";
    private const string ImageAlgorithmSet = "ImageAlgorithm";
    private const string VolumeAlgorithmSet = "VolumeAlgorithm";

    private readonly Dictionary<string, SegTrainingData> tables = [];

    /// <summary>The model whose parameters are tried; it need not be trained.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TableSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ImageSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    public SegModel Model { get; set; } = null!;

    /// <summary>Tables of labelled pixels from Get-SegTrainingData; several are joined.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TableSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TableAlgorithmSet)]
    [ValidateNotNullOrEmpty]
    public SegTrainingData[] TrainingData { get; set; } = [];

    /// <summary>Images or paths of image files, one per label map. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ImageSet)]
    [Parameter(Mandatory = true, ParameterSetName = ImageAlgorithmSet)]
    [ValidateNotNullOrEmpty]
    [ImagePath(Several = true)]
    public SegImage[] Image { get; set; } = [];

    /// <summary>Volumes, one per label volume: from Import-SegImage -As Volume, or paths of their files or of folders of slices. Maps are computed in three dimensions.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VolumeSet)]
    [Parameter(Mandatory = true, ParameterSetName = VolumeAlgorithmSet)]
    [ValidateNotNullOrEmpty]
    [VolumePath(Several = true)]
    public SegVolume[] Volume { get; set; } = [];

    /// <summary>
    /// Labels in the order of the images: labels, segmentations, or paths of label files, wildcards permitted. For volumes label volumes; or, for one volume,
    /// labels of some of its slices.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ImageSet)]
    [Parameter(Mandatory = true, ParameterSetName = ImageAlgorithmSet)]
    [Parameter(Mandatory = true, ParameterSetName = VolumeSet)]
    [Parameter(Mandatory = true, ParameterSetName = VolumeAlgorithmSet)]
    [ValidateNotNullOrEmpty]
    public LabelInput[] Labels { get; set; } = [];

    /// <summary>The choices of maps to compare, by name; Tab lists them with what they are for. When left out Default, for volumes Volume.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = ImageAlgorithmSet)]
    [Parameter(ParameterSetName = VolumeSet)]
    [Parameter(ParameterSetName = VolumeAlgorithmSet)]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Preset { get; set; } = [];

    /// <summary>The learners to compare, with their default parameters. Pipe models in to compare other parameters.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TableAlgorithmSet)]
    [Parameter(Mandatory = true, ParameterSetName = ImageAlgorithmSet)]
    [Parameter(Mandatory = true, ParameterSetName = VolumeAlgorithmSet)]
    [ArgumentCompleter(typeof(LearnerCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Algorithm { get; set; } = [];

    /// <summary>Images whose channels are appended as they are; for several images the same number for each, in their order. Volumes take -ExtraVolume.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = ImageAlgorithmSet)]
    [ValidateNotNull]
    [ImagePath(Several = true)]
    public SegImage[] ExtraChannel { get; set; } = [];

    /// <summary>Volumes, or paths of them, whose channels are appended as they are; for several volumes the same number for each, in their order.</summary>
    [Parameter(ParameterSetName = VolumeSet)]
    [Parameter(ParameterSetName = VolumeAlgorithmSet)]
    [ValidateNotNull]
    [VolumePath(Several = true)]
    public SegVolume[] ExtraVolume { get; set; } = [];

    /// <summary>Number of folds.</summary>
    [Parameter]
    [ValidateRange(2, 1000)]
    public int Folds { get; set; } = 5;

    /// <summary>Seed of the assignment of strokes to folds; with -Algorithm of the learners too.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Worker threads; 0 uses all cores. Results do not depend on it.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int Threads { get; set; }

    private bool FromTables => ParameterSetName is TableSet or TableAlgorithmSet;

    private bool FromVolumes => ParameterSetName is VolumeSet or VolumeAlgorithmSet;

    private string[] Presets => Preset.Length > 0 ? Preset : [FromVolumes ? "Volume" : "Default"];

    private protected override void Begin()
    {
        if (!FromTables)
        {
            Array.ForEach(Presets, name => FeaturePresets.Find(name));
        }
    }

    private protected override void Process()
    {
        if (ParameterSetName == TableSet)
        {
            WriteObject(Validate(Model, TrainingTable.Concat(TrainingData)));
            return;
        }

        SegModel[] models = Algorithm.Length == 0 ? [Model] : [.. Algorithm.Select(name => new SegModel(new ModelParameters(name, seed: Seed)))];
        foreach (string? preset in FromTables ? new string?[] { null } : Presets)
        {
            SegTrainingData data = Table(preset);
            foreach (SegModel model in models)
            {
                CrossValidationResult result = Validate(model, data);
                WriteObject(new ModelComparison(preset, model.Algorithm, data.FeatureCount, result, Elapsed));
            }
        }
    }

    private SegTrainingData Table(string? preset)
    {
        if (preset is null)
        {
            return TrainingTable.Concat(TrainingData);
        }

        if (!tables.TryGetValue(preset, out SegTrainingData? data))
        {
            FeatureConfig config = FeaturePresets.Find(preset);
            Func<RunOptions, IReadOnlyList<SegTrainingData>> rows = FromVolumes ? OfVolumes(config) : OfImages(config);
            data = Run($"Computing maps, {preset}", "labelled pixels", Threads, options => TrainingTable.Concat(rows(options)));
            tables[preset] = data;
        }

        return data;
    }

    private Func<RunOptions, IReadOnlyList<SegTrainingData>> OfImages(FeatureConfig config)
    {
        SegLabels[] labels = [.. Labels.SelectMany(l => l.ResolveAll(this, Cancellation))];
        return options => LabelledRows.Of(EngineSelector.Select(DeviceKind.Cpu), Image, config, ExtraChannel, labels, options);
    }

    private Func<RunOptions, IReadOnlyList<SegTrainingData>> OfVolumes(FeatureConfig config)
    {
        SegLabelVolume[] labels = LabelInput.Volumes(Labels, Volume, this, Cancellation);
        foreach (SegVolume volume in Volume)
        {
            WarnOfVoxels(volume, config);
        }

        return options => LabelledRows.Of(VolumeEngine, Volume, config, ExtraVolume, labels, options);
    }

    private CrossValidationResult Validate(SegModel model, SegTrainingData data)
    {
        IEnsembleTrainer trainer = LearnerSelector.Select(model, model.TrainingDevice, data.Names);
        CrossValidationResult result = Run($"Cross-validating {model.Algorithm}", $"{Folds} folds", Threads, options => CrossValidation.Run(model, data, trainer, Folds, Seed, options));
        foreach (string warning in result.Warnings)
        {
            WriteWarning(warning);
        }

        Verbose($"{model.Algorithm}, {data.FeatureCount} maps: {result.StrokeCount} strokes in {result.Folds} folds, seed {Seed}, {ThreadText(Threads)}, {Elapsed.TotalSeconds:0.000} s");
        return result;
    }
}
