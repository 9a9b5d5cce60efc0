using System.Management.Automation;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Quality;

namespace NDSeg.PowerShell.Commands;

/// <summary>Measures how much of a label map every class covers.</summary>
/// <remarks>
/// <para>Writes one object per class: pixels, share of the labelled pixels, and the area where the file gives a pixel size. The
/// property Source says which label map it belongs to.</para>
/// </remarks>
/// <example>
/// <code>Measure-SegPhase truth.tif</code>
/// <para>Phase fractions of a label file.</para>
/// </example>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg | Measure-SegPhase</code>
/// <para>Phase fractions of a segmentation.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "SegPhase")]
[OutputType(typeof(SegPhase))]
public sealed class MeasureSegPhaseCommand : SegCommand
{
    /// <summary>The labels to measure: labels, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    private protected override void Process()
    {
        LabelInput input = Labels;
        Attempt(input, () =>
        {
            SegLabels labels = input.Resolve(this, Cancellation);
            foreach (SegPhase phase in Run("Measuring phases", labels.Source.ToString(), 0, _ => SegPhase.Measure(labels)))
            {
                var output = PSObject.AsPSObject(phase);
                output.Properties.Add(new PSNoteProperty("Source", labels.Source.ToString()));
                WriteObject(output);
            }
        });
    }
}
