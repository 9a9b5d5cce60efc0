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
/// <para>A label volume, or a file of several slices, is measured as a whole, slice by slice: voxels, and the volume where the voxel size
/// is known. One slice alone has areas, whether it came as a volume or not.</para>
/// </remarks>
/// <example>
/// <code>Measure-SegPhase truth.tif</code>
/// <para>Phase fractions of a label file.</para>
/// </example>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg | Measure-SegPhase</code>
/// <para>Phase fractions of a segmentation.</para>
/// </example>
/// <example>
/// <code>(New-SegPhantom -Depth 16 -Height 64 -Width 64).Truth | Measure-SegPhase</code>
/// <para>Phase fractions of a volume.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "SegPhase")]
[OutputType(typeof(SegPhase))]
public sealed class MeasureSegPhaseCommand : SegCommand
{
    private PhaseMeasurement? measurement;
    private SegLabels? gathered;
    private int? lastPlace;

    /// <summary>The labels to measure: labels, a label volume, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    /// <summary>
    /// Volume counts the slices that come through the pipeline as one volume; Slice, the default, measures every slice. Volumes, and files
    /// of several slices, are one volume anyway. Where the numbers of the slices start again, so does the volume.
    /// </summary>
    [Parameter]
    public SliceView As { get; set; }

    private protected override void Process()
    {
        LabelInput input = Labels;
        Attempt(input, () =>
        {
            using SegLabelVolume? opened = input.Volume is null ? input.OpenIfVolume(this, Cancellation) : null;
            if ((input.Volume ?? opened) is { } volume)
            {
                Write(Run("Measuring phases", volume.Source.ToString(), 0, options => SegPhase.Measure(volume, options)), volume.Source);
                return;
            }

            SegLabels labels = input.Resolve(this, Cancellation);
            if (As == SliceView.Volume)
            {
                Gather(labels);
                return;
            }

            Write(Run("Measuring phases", labels.Source.ToString(), 0, _ => SegPhase.Measure(labels)), labels.Source);
        });
    }

    private protected override void End() => Finish();

    private void Gather(SegLabels labels)
    {
        int? place = labels.Slice ?? labels.Series?.Ordinal;
        if (gathered is { } before && (before.Source.Path != labels.Source.Path || before.Source.Dataset != labels.Source.Dataset || place <= lastPlace))
        {
            Finish();
        }

        lastPlace = place;

        measurement ??= new PhaseMeasurement(labels.Classes);
        gathered ??= labels;
        measurement.Add(labels);
    }

    private void Finish()
    {
        if (measurement is { } complete && gathered is { } first)
        {
            (measurement, gathered) = (null, null);
            bool volume = complete.SliceCount > 1;
            Write(volume ? complete.Complete(VoxelSize.Of(first.PixelSize)) : complete.Complete(first.PixelSize), volume ? first.Source with { SliceIndex = null } : first.Source);
        }
    }

    private void Write(IReadOnlyList<SegPhase> phases, ImageSource source)
    {
        foreach (SegPhase phase in phases)
        {
            var output = PSObject.AsPSObject(phase);
            output.Properties.Add(new PSNoteProperty("Source", source.ToString()));
            WriteObject(output);
        }
    }
}
