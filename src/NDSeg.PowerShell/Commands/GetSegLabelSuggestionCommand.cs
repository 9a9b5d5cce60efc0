using System.Management.Automation;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Quality;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <summary>Finds the regions where a new stroke would help most.</summary>
/// <remarks>
/// <para>Looks for regions in which the model is unsure and near which nothing was painted. The segmentation must have been made
/// with -Uncertainty. Export-SegFigure -Suggestion draws them.</para>
/// <para>Takes no volumes: of one that Invoke-SegApply labelled the slices come one by one, and each gives its own regions.</para>
/// </remarks>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg -Uncertainty | Get-SegLabelSuggestion -Strokes strokes.tif -Count 5</code>
/// <para>The five most useful places to paint.</para>
/// </example>
/// <example>
/// <code>$image = Import-SegImage slice.tif
/// $result = $image | Invoke-SegApply -Model model.ndseg -Uncertainty
/// $places = $result | Get-SegLabelSuggestion
/// Export-SegFigure suggestions.png -Panel $result -Overlay $image -Suggestion $places -Force</code>
/// <para>Draws the places over the slice.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SegLabelSuggestion")]
[OutputType(typeof(LabelSuggestion))]
public sealed class GetSegLabelSuggestionCommand : SegCommand
{
    private SegLabels? strokes;

    /// <summary>A segmentation made with -Uncertainty.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SegSegmentation Segmentation { get; set; } = null!;

    /// <summary>What was painted so far: labels, or the path of a label file.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public LabelInput? Strokes { get; set; }

    /// <summary>How many regions to write at most.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Count { get; set; } = 10;

    /// <summary>Fewest pixels of a region.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumArea { get; set; } = 16;

    private protected override void Begin() => strokes = Strokes?.Resolve(this, Cancellation);

    private protected override void Process()
    {
        SegSegmentation segmentation = Segmentation;
        Attempt(segmentation, () => WriteObject(
            Run("Looking for unsure regions", segmentation.Source.ToString(), 0, options => LabelSuggestion.Find(segmentation, strokes, Count, MinimumArea, options)),
            enumerateCollection: true));
    }
}
