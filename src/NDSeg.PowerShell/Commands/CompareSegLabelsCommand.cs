using System.Management.Automation;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Quality;

namespace NDSeg.PowerShell.Commands;

/// <summary>Says whether two label maps are the same, and where they are not.</summary>
/// <remarks>
/// <para>Pixels agree when their values in label files do. Equal is true when every pixel agrees: the assertion for scripts that
/// check whether a result can be made again. Maps of different size are an error.</para>
/// <para>Two volumes, or files of several slices, are compared as a whole; a slice beside a volume with the slice of its number.</para>
/// </remarks>
/// <example>
/// <code>Compare-SegLabels truth.tif strokes.tif</code>
/// <para>Agreement and the first differing pixels.</para>
/// </example>
/// <example>
/// <code>(Compare-SegLabels -Reference truth.tif -Difference truth.tif).Equal</code>
/// <para>True for equal maps.</para>
/// </example>
[Cmdlet(VerbsData.Compare, "SegLabels")]
[OutputType(typeof(LabelComparison))]
public sealed class CompareSegLabelsCommand : SegCommand
{
    private LabelInput? current;
    private ReferenceLabels? reference;

    /// <summary>The labels compared with: labels, a label volume, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public LabelInput Reference { get; set; } = null!;

    /// <summary>The labels compared: labels, a label volume, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public LabelInput Difference { get; set; } = null!;

    /// <summary>How many differing pixels to list.</summary>
    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int MaximumDifferences { get; set; } = 10;

    private protected override void Begin()
    {
        if (Reference is not null)
        {
            OpenReference();
        }
    }

    private protected override void Process()
    {
        LabelInput input = Difference;
        Attempt(input, () =>
        {
            if (current != Reference)
            {
                OpenReference();
            }

            (SegLabels? map, SegLabelVolume? whole) = (reference!.Map, reference.Volume);
            using SegLabelVolume? opened = input.Volume is null && whole is not null ? input.OpenIfVolume(this, Cancellation) : null;
            if (whole is null)
            {
                SegLabels difference = input.Resolve(this, Cancellation);
                WriteObject(Run("Comparing labels", difference.Source.ToString(), 0, _ => LabelComparison.Compare(map!, difference, MaximumDifferences)));
            }
            else if ((input.Volume ?? opened) is { } volume)
            {
                WriteObject(Run("Comparing labels", volume.Source.ToString(), 0, options => LabelComparison.Compare(whole, volume, MaximumDifferences, options)));
            }
            else
            {
                // One slice beside a volume: the slice of the same number.
                SegLabels difference = input.Resolve(this, Cancellation);
                SegLabels slice = whole.ReadSlice(VolumePlace.Of(difference, whole));
                WriteObject(Run("Comparing labels", difference.Source.ToString(), 0, _ => LabelComparison.Compare(slice, difference, MaximumDifferences)));
            }
        });
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reference?.Dispose();
        }

        base.Dispose(disposing);
    }

    // A table has a reference for every row.
    private void OpenReference()
    {
        reference?.Dispose();
        (reference, current) = (null, null);
        reference = new ReferenceLabels(Reference, this, Cancellation);
        current = Reference;
    }
}
