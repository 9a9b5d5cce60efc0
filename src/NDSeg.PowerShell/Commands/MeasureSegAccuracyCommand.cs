using System.Management.Automation;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Quality;

namespace NDSeg.PowerShell.Commands;

/// <summary>Compares labels with the truth.</summary>
/// <remarks>
/// <para>Gives IoU, Dice, precision and recall per class, their means, overall accuracy, Cohen's kappa and the confusion matrix.
/// Pixels that are unlabelled in the truth are left out, so sparse labels serve as truth too.</para>
/// </remarks>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg | Measure-SegAccuracy -Truth truth.tif</code>
/// <para>Scores a segmentation.</para>
/// </example>
/// <example>
/// <code>(Measure-SegAccuracy -Labels strokes.tif -Truth truth.tif).Classes</code>
/// <para>The figures of every class.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "SegAccuracy")]
[OutputType(typeof(SegAccuracy))]
public sealed class MeasureSegAccuracyCommand : SegCommand
{
    private SegLabels truth = null!;

    /// <summary>The labels to score: labels, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    /// <summary>The truth: labels, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public LabelInput Truth { get; set; } = null!;

    private protected override void Begin() => truth = Truth.Resolve(this, Cancellation);

    private protected override void Process()
    {
        LabelInput input = Labels;
        Attempt(input, () =>
        {
            SegLabels labels = input.Resolve(this, Cancellation);
            WriteObject(Run("Measuring accuracy", labels.Source.ToString(), 0, _ => SegAccuracy.Measure(labels, truth)));
        });
    }
}
