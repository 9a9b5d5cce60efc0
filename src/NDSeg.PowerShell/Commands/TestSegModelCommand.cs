using System.Management.Automation;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Devices;
using NDSeg.PowerShell.Pipeline;
using NDSeg.PowerShell.Training;
using NDSeg.Quality;
using NDSeg.Segmentation;
using NDSeg.Training;

namespace NDSeg.PowerShell.Commands;

/// <summary>Cross-validates models on their strokes, and compares presets of maps and learners.</summary>
/// <remarks>
/// <para>The strokes are dealt to folds as a whole, so that neighbouring pixels never sit on both sides. Gives the figures of the
/// pooled confusion matrix of all held-out pixels, and the accuracy of every fold. Classes with one stroke cannot be held out;
/// they are named in a warning.</para>
/// <para>With -Algorithm, or with -Image and -Labels in place of a table, writes one row for every preset and learner: the same
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
[Cmdlet(VerbsDiagnostic.Test, "SegModel", DefaultParameterSetName = TableSet)]
[OutputType(typeof(CrossValidationResult), ParameterSetName = [TableSet])]
[OutputType(typeof(ModelComparison), ParameterSetName = [TableAlgorithmSet, ImageSet, ImageAlgorithmSet])]
public sealed class TestSegModelCommand : SegCommand
{
    private const string TableSet = "TrainingData";
    private const string TableAlgorithmSet = "TrainingDataAlgorithm";
    private const string ImageSet = "Image";
    private const string ImageAlgorithmSet = "ImageAlgorithm";

    private readonly Dictionary<string, SegTrainingData> tables = [];

    /// <summary>The model whose parameters are tried; it need not be trained.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TableSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ImageSet)]
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

    /// <summary>Labels in the order of the images: labels, segmentations, or paths of label files. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ImageSet)]
    [Parameter(Mandatory = true, ParameterSetName = ImageAlgorithmSet)]
    [ValidateNotNullOrEmpty]
    public LabelInput[] Labels { get; set; } = [];

    /// <summary>The choices of maps to compare, by name; Tab lists them with what they are for.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = ImageAlgorithmSet)]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Preset { get; set; } = ["Default"];

    /// <summary>The learners to compare, with their default parameters. Pipe models in to compare other parameters.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TableAlgorithmSet)]
    [Parameter(Mandatory = true, ParameterSetName = ImageAlgorithmSet)]
    [ArgumentCompleter(typeof(LearnerCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Algorithm { get; set; } = [];

    /// <summary>Images whose channels are appended as they are; for several images the same number for each, in their order.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = ImageAlgorithmSet)]
    [ValidateNotNull]
    [ImagePath(Several = true)]
    public SegImage[] ExtraChannel { get; set; } = [];

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

    private bool FromImages => ParameterSetName is ImageSet or ImageAlgorithmSet;

    private protected override void Begin()
    {
        if (FromImages)
        {
            Array.ForEach(Preset, name => FeaturePresets.Find(name));
        }
    }

    private protected override void Process()
    {
        if (ParameterSetName == TableSet)
        {
            WriteObject(Validate(Model, TrainingTable.Concat(TrainingData)));
            return;
        }

        SegModel[] models = ParameterSetName == ImageSet ? [Model] : [.. Algorithm.Select(name => new SegModel(new ModelParameters(name, seed: Seed)))];
        foreach (string? preset in FromImages ? Preset : new string?[] { null })
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
            SegLabels[] labels = [.. Labels.SelectMany(l => l.ResolveAll(this, Cancellation))];
            ISegEngine engine = EngineSelector.Select(DeviceKind.Cpu);
            FeatureConfig config = FeaturePresets.Find(preset);
            data = Run($"Computing maps, {preset}", "labelled pixels", Threads, options => TrainingTable.Concat(LabelledRows.Of(engine, Image, config, ExtraChannel, labels, options)));
            tables[preset] = data;
        }

        return data;
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
