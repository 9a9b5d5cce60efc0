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
[Cmdlet(VerbsCommon.Get, "SegTrainingData")]
[OutputType(typeof(SegTrainingData))]
public sealed class GetSegTrainingDataCommand : SegCommand
{
    /// <summary>The stack of filter maps.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SegFeatures Features { get; set; } = null!;

    /// <summary>Labels of the size of the stack: labels, a segmentation, or the path of a label file.</summary>
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

    private protected override void Process()
    {
        SegFeatures features = Features;
        Attempt(features, () =>
        {
            SegLabels labels = Labels.Resolve(this, Cancellation);
            foreach (string doubt in LabelDoubts.Find(labels))
            {
                WriteWarning(doubt);
            }

            SegTrainingData data = Run("Collecting labelled pixels", features.Source.ToString(), Threads, options => Collect(features, labels, options));
            Verbose($"{features.Source}: training matrix {data.Shape}, {data.Classes.Count} classes, seed {Seed}, {Elapsed.TotalSeconds:0.000} s");
            WriteObject(data);
        });
    }

    private SegTrainingData Collect(SegFeatures features, SegLabels labels, RunOptions options)
    {
        SegTrainingData data = LabelledRows.Of(features, labels, options);
        if (SampleCount > 0 && SampleCount < data.SampleCount)
        {
            data = TrainingTable.Subsample(data, SampleCount, Seed);
        }

        return Shuffle ? TrainingTable.Shuffle(data, Seed) : data;
    }
}
