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
/// <para>Where the truth is a volume, or a file of several slices, a label volume and the slices of one that come through the pipeline are
/// scored as a whole: one set of figures for all voxels.</para>
/// <para>ConfusionMatrix has a row for every class of the truth, which Truth names. Its other columns are the classes of the labels: how many
/// pixels of that truth they label so; the last one, Unlabelled, those they leave without a label. GetConfusionMatrix() gives the
/// counts alone, [row, column] from 0. Source says which labels the figures are of.</para>
/// </remarks>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg | Measure-SegAccuracy -Truth truth.tif</code>
/// <para>Scores a segmentation.</para>
/// </example>
/// <example>
/// <code>(Measure-SegAccuracy -Labels strokes.tif -Truth truth.tif).Classes</code>
/// <para>The figures of every class.</para>
/// </example>
/// <example>
/// <code>(Measure-SegAccuracy -Labels strokes.tif -Truth truth.tif).ConfusionMatrix | Format-Table</code>
/// <para>Which classes are taken for which: a row for every class of the truth.</para>
/// </example>
/// <example>
/// <code>[pscustomobject]@{ Labels = 'strokes.tif'; Truth = 'truth.tif' } | Measure-SegAccuracy</code>
/// <para>A table of samples, such as Import-Csv reads, scores every row against its own truth.</para>
/// </example>
/// <example>
/// <code>$phantom = New-SegPhantom -Depth 16 -Height 64 -Width 64
/// $phantom.Strokes | Measure-SegAccuracy -Truth $phantom.Truth</code>
/// <para>One set of figures for a volume.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "SegAccuracy")]
[OutputType(typeof(SegAccuracy))]
public sealed class MeasureSegAccuracyCommand : SegCommand
{
    private LabelInput? current;
    private ReferenceLabels? truth;
    private AccuracyMeasurement? measurement;
    private ImageSource? refused;
    private int lastPlace = -1;
    private int slices;

    /// <summary>The labels to score: labels, a label volume, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    /// <summary>The truth: labels, a label volume, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public LabelInput Truth { get; set; } = null!;

    private protected override void Begin()
    {
        if (Truth is not null)
        {
            OpenTruth();
        }
    }

    private protected override void Process()
    {
        LabelInput input = Labels;
        Attempt(input, () =>
        {
            if (current != Truth)
            {
                Finish();
                OpenTruth();
            }

            (SegLabels? map, SegLabelVolume? whole) = (truth!.Map, truth.Volume);
            using SegLabelVolume? opened = input.Volume is null && whole is not null ? input.OpenIfVolume(this, Cancellation) : null;
            if (whole is null)
            {
                SegLabels labels = input.Resolve(this, Cancellation);
                WriteObject(Run("Measuring accuracy", labels.Source.ToString(), 0, _ => SegAccuracy.Measure(labels, map!)));
            }
            else if ((input.Volume ?? opened) is { } volume)
            {
                WriteObject(Run("Measuring accuracy", volume.Source.ToString(), 0, options => SegAccuracy.Measure(volume, whole, options)));
            }
            else
            {
                Gather(input.Resolve(this, Cancellation), whole);
            }
        });
    }

    private protected override void End() => Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            truth?.Dispose();
        }

        base.Dispose(disposing);
    }

    // A table has a truth for every row.
    private void OpenTruth()
    {
        truth?.Dispose();
        (truth, current) = (null, null);
        truth = new ReferenceLabels(Truth, this, Cancellation);
        current = Truth;
    }

    // Slices in the order of the volume are one volume; where they start again, so does the measurement.
    private void Gather(SegLabels labels, SegLabelVolume whole)
    {
        if (labels.Height != whole.Height || labels.Width != whole.Width)
        {
            Refuse(labels, whole);
            return;
        }

        int place = VolumePlace.Of(labels, whole);
        if (place <= lastPlace)
        {
            Finish();
        }

        AccuracyMeasurement running = measurement ??= new AccuracyMeasurement(labels.Classes, whole.Classes, labels.Encoding == whole.Encoding);
        Run("Measuring accuracy", labels.Source.ToString(), 0, _ =>
        {
            running.Add(labels, whole.ReadSlice(place));
            return true;
        });
        lastPlace = place;
        slices++;
    }

    // The slices of a file have one size: the first one says what is wrong with all of them.
    private void Refuse(SegLabels labels, SegLabelVolume whole)
    {
        bool said = refused is { } before && before.Path == labels.Source.Path && before.Dataset == labels.Source.Dataset && labels.Source.SliceIndex > before.SliceIndex;
        refused = labels.Source;
        if (!said)
        {
            Finish();
            throw new SegException("LabelShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected labels of {whole.Height} x {whole.Width} pixels like the slices of the truth {whole.Source}, found {labels.Shape} in {labels.Source}.", "Use labels of the same image.");
        }
    }

    private void Finish()
    {
        if (measurement is not { } complete || truth?.Volume is not { } whole)
        {
            return;
        }

        int compared = slices;
        (measurement, slices, lastPlace) = (null, 0, -1);
        if (compared == 0)
        {
            // Errors have said why.
            return;
        }

        if (compared < whole.Depth)
        {
            WriteWarning($"{compared} of the {whole.Depth} slices of {whole.Source} were compared; the others did not come{(Failures > 0 ? " or failed" : string.Empty)}.");
        }

        WriteObject(complete.Complete());
    }
}
