using System.Management.Automation;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;
using NDSeg.PowerShell.Training;
using NDSeg.Quality;
using NDSeg.Training;

namespace NDSeg.PowerShell.Commands;

/// <summary>Collects the labelled pixels of a stack as a training table.</summary>
/// <remarks>
/// <para>One row per labelled pixel, in row-major order, one column per map. Use it to look at the training matrix, to take a
/// sample of dense labels, or to train several models on the same rows.</para>
/// </remarks>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// Get-SegTrainingData -Features $features -Labels strokes.tif</code>
/// <para>The training matrix of one slice.</para>
/// </example>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// Get-SegTrainingData -Features $features -Labels truth.tif -SampleCount 500 -Seed 1</code>
/// <para>500 pixels of dense labels, every class in its proportion.</para>
/// </example>
/// <example>
/// <code>Import-SegImage volume.tif -As Volume | Get-SegTrainingData -Labels (Import-SegLabels volume_strokes.tif -As Volume)</code>
/// <para>The training matrix of a volume in three dimensions; the slice of a voxel stands as its image.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SegTrainingData", DefaultParameterSetName = FeatureSet)]
[OutputType(typeof(SegTrainingData))]
public sealed class GetSegTrainingDataCommand : VolumeCommand
{
    private const string FeatureSet = "Features";

    private FeatureConfig config = FeatureConfig.Default;

    /// <summary>The stack of filter maps.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = FeatureSet)]
    [ValidateNotNull]
    public SegFeatures Features { get; set; } = null!;

    /// <summary>The volume: from Import-SegImage -As Volume, or the path of its file or of a folder of slices. Maps are computed around labelled voxels only.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    [VolumePath]
    public SegVolume Volume { get; set; } = null!;

    /// <summary>Which maps of a volume to compute; those of the preset Volume when left out.</summary>
    [Parameter(ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    public FeatureConfig Config { get; set; } = FeatureConfig.Volume;

    /// <summary>A configuration for volumes by its name, in place of -Config.</summary>
    [Parameter(ParameterSetName = VolumeSet)]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Preset { get; set; }

    /// <summary>Volumes, or paths of them, whose channels are appended as they are. They have the shape of the volume.</summary>
    [Parameter(ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    [VolumePath(Several = true)]
    public SegVolume[] ExtraVolume { get; set; } = [];

    /// <summary>Labels of the size of the stack or volume: labels, a segmentation, a label volume, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    /// <summary>Puts the rows in a random order.</summary>
    [Parameter]
    public SwitchParameter Shuffle { get; set; }

    /// <summary>Draws at most this many rows, every class in its proportion; 0 keeps all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int SampleCount { get; set; }

    /// <summary>Seed of the sample and of the order.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Worker threads; 0 uses all cores. Results do not depend on it.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int Threads { get; set; }

    private protected override void Begin() => config = MapsChosen(Config, Preset);

    private protected override void Process()
    {
        if (ParameterSetName == VolumeSet)
        {
            SegVolume volume = Volume;
            Attempt(volume, () => Collect(volume));
            return;
        }

        SegFeatures features = Features;
        Attempt(features, () =>
        {
            SegLabels labels = Labels.Resolve(this, Cancellation);
            foreach (string doubt in LabelDoubts.Find(labels))
            {
                WriteWarning(doubt);
            }

            SegTrainingData data = Run("Collecting labelled pixels", features.Source.ToString(), Threads, options => Chosen(LabelledRows.Of(features, labels, options)));
            Verbose($"{features.Source}: training matrix {data.Shape}, {data.Classes.Count} classes, seed {Seed}, {Elapsed.TotalSeconds:0.000} s");
            WriteObject(data);
        });
    }

    private void Collect(SegVolume volume)
    {
        WarnOfVoxels(volume, config);
        SegLabelVolume[] labels = LabelInput.Volumes([Labels], [volume], this, Cancellation);
        SegTrainingData data = Run("Collecting labelled voxels", volume.Source.ToString(), Threads, options => Chosen(LabelledRows.Of(VolumeEngine, [volume], config, ExtraVolume, labels, options)[0]));
        Verbose($"{volume.Source}: training matrix {data.Shape}, {data.Classes.Count} classes, seed {Seed}, {Elapsed.TotalSeconds:0.000} s");
        WriteObject(data);
    }

    private SegTrainingData Chosen(SegTrainingData data)
    {
        if (SampleCount > 0 && SampleCount < data.SampleCount)
        {
            data = TrainingTable.Subsample(data, SampleCount, Seed);
        }

        return Shuffle ? TrainingTable.Shuffle(data, Seed) : data;
    }
}
