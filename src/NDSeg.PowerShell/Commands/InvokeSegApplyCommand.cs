using System.Diagnostics;
using System.Management.Automation;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Devices;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <summary>Labels every pixel of images or of stacks of filter maps.</summary>
/// <remarks>
/// <para>From an image, maps are computed tile by tile, only those the model uses, and no stack is ever built: memory does not
/// grow with the number of maps. From a stack, the work is done on the device the stack is on.</para>
/// <para>From a volume (Import-SegImage -As Volume), a model trained on maps of volumes labels voxels by their neighbours in all three
/// directions, and a model of single images every slice by itself. Slices come out one by one, in order. A slice that cannot be read is
/// an error of its own and is left out; where its neighbours are computed, the nearest readable slice stands for it. Maps of volumes are
/// computed on the processor; -Device Cuda refuses them.</para>
/// <para>An image that does not fit the model is an error of its own; the other images of the pipeline go through.</para>
/// </remarks>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels labels.tif -Force</code>
/// <para>Labels a slice with a stored model.</para>
/// </example>
/// <example>
/// <code>Import-SegImage scans/*.tif | Invoke-SegApply -Model model.ndseg -Smooth 2 | Export-SegLabels -Directory out -Force</code>
/// <para>Labels a folder, one slice at a time, with class probabilities blurred before the winner is taken.</para>
/// </example>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg -ClassPrior 0.5 | Export-SegLabels labels.tif -Force</code>
/// <para>Classes of which more was painted win more easily.</para>
/// </example>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// $features | Invoke-SegApply -Model model.ndseg -Probability -Uncertainty</code>
/// <para>Labels, class probabilities, and how sure the model is.</para>
/// </example>
/// <example>
/// <code>Import-SegImage volume.tif -As Volume | Invoke-SegApply -Model volume.ndseg | Export-SegLabels labels.tif -Force</code>
/// <para>Labels a volume in three dimensions, with memory for some of its slices.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "SegApply", DefaultParameterSetName = ImageSet)]
[OutputType(typeof(SegSegmentation))]
public sealed class InvokeSegApplyCommand : VolumeCommand
{
    private const string ImageSet = "Image";
    private const string FeatureSet = "Features";

    private SegModel model = null!;
    private ISegEngine? engine;
    private PredictionRequest request = PredictionRequest.LabelsOnly;

    /// <summary>Images to label.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ImageSet)]
    [ValidateNotNull]
    [ImagePath]
    public SegImage Image { get; set; } = null!;

    /// <summary>Stacks of filter maps to label.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FeatureSet)]
    [ValidateNotNull]
    public SegFeatures Features { get; set; } = null!;

    /// <summary>A volume to label: from Import-SegImage -As Volume, or the path of its file or of a folder of slices.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    [VolumePath]
    public SegVolume Volume { get; set; } = null!;

    /// <summary>A trained model, or the path of a model file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public ModelInput Model { get; set; } = null!;

    /// <summary>Images whose channels the model was trained with in addition, in the same order. Volumes take -ExtraVolume.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [ValidateNotNull]
    [ImagePath(Several = true)]
    public SegImage[] ExtraChannel { get; set; } = [];

    /// <summary>Volumes, or paths of them, whose channels the model was trained with in addition, in the same order.</summary>
    [Parameter(ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    [VolumePath(Several = true)]
    public SegVolume[] ExtraVolume { get; set; } = [];

    /// <summary>Keeps the class probabilities in the result.</summary>
    [Parameter]
    public SwitchParameter Probability { get; set; }

    /// <summary>Keeps margin and entropy of the class probabilities in the result.</summary>
    [Parameter]
    public SwitchParameter Uncertainty { get; set; }

    /// <summary>Standard deviation in pixels of a blur of the class probabilities before the winner is taken; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double Smooth { get; set; }

    /// <summary>
    /// How much classes with many painted pixels are favoured: the winner has the greatest probability times
    /// (painted pixels of the class / all painted pixels) to this power, from -1 to 1. 0 takes the probabilities as they are, values
    /// below 0 favour classes of which little was painted. Strokes tell little about how much of a class there is, so use it where
    /// they were painted in proportion.
    /// </summary>
    [Parameter]
    [ValidateRange(-1.0, 1.0)]
    public double ClassPrior { get; set; }

    /// <summary>Where to compute. A stack is labelled where it is.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = VolumeSet)]
    public DeviceKind Device { get; set; }

    /// <summary>Worker threads; 0 uses all cores. Results do not depend on it.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int Threads { get; set; }

    private protected override void Begin()
    {
        model = Model.Resolve(this);
        model.RequireTrained();
        request = new PredictionRequest(Probability, Uncertainty, Smooth, ClassPrior);
        if (Device != DeviceKind.Cpu)
        {
            engine = EngineSelector.Select(Device);
        }

        Verbose($"Model: {model}, seed {model.Parameters.Seed}");
    }

    private protected override void Process()
    {
        if (ParameterSetName == VolumeSet)
        {
            SegVolume volume = Volume;
            Attempt(volume, () => Apply(volume));
            return;
        }

        // The objects of the record are taken now: the next record replaces the parameters.
        SegImage image = Image;
        SegFeatures features = Features;
        bool fromStack = ParameterSetName == FeatureSet;
        Attempt(fromStack ? features : image, () =>
        {
            if (fromStack)
            {
                Apply(features.Source, features.Series, options => EngineSelector.Following(features).Apply(features, model, request, options), []);
            }
            else
            {
                Apply(image, ExtraChannel);
            }
        });
    }

    private void Apply(SegImage image, SegImage[] extras)
        => Apply(image.Source, image.Series, options => (engine ?? EngineSelector.Select(Device)).Apply(image, extras, model, request, options), extras);

    private void Apply(ImageSource source, SeriesPosition? series, Func<RunOptions, SegSegmentation> work, SegImage[] extras)
    {
        SegSegmentation result = Run("Applying the model", source.ToString(), Threads, work, series?.Count > 1);
        Verbose($"{source}: {result.Shape} labels on {result.Device}, {ThreadText(Threads)}, {Elapsed.TotalSeconds:0.000} s");
        WriteObject(result.WithSteps([ApplyStep.Of(Smooth, ClassPrior, voxels: null)], [.. extras.Select(e => e.Source)]).InSeries(series));
    }

    private void Apply(SegVolume volume)
    {
        if (model.Config!.Dimensions == 2)
        {
            ApplySlices(volume);
            return;
        }

        RequireVolumes(Device);
        WarnOfVoxels(volume, model.Config);
        ProcessingStep step = ApplyStep.Of(Smooth, ClassPrior, volume.VoxelSize);
        long started = Stopwatch.GetTimestamp();
        StreamVolume<SegSegmentation>(
            "Applying the model",
            volume,
            1 + (Probability ? 4 * model.ClassCount : 0) + (Uncertainty ? 8 : 0),
            Threads,
            (channel, options) => VolumeEngine.Apply(volume, ExtraVolume, model, request, new VolumeResults(channel), options),
            result => WriteObject(result.WithSteps([step], [.. ExtraVolume.Select(e => e.Source)])));
        Verbose($"{volume.Source}: {volume.Shape} voxels of {volume.VoxelSize?.ToString() ?? "unknown size"} on cpu, {ThreadText(Threads)}, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.000} s");
    }

    private void ApplySlices(SegVolume volume)
    {
        int[] open = [.. Enumerable.Range(0, volume.Depth).Except(volume.Finished)];
        foreach (int z in open.Length > 0 ? open : [volume.Finished[0]])
        {
            ImageSource source = volume.Source with { SliceIndex = volume.FirstSlice + z };
            Attempt(source, () => Apply(volume.ReadSlice(z), [.. ExtraVolume.Select(e => e.ReadSlice(z))]));
        }
    }
}
