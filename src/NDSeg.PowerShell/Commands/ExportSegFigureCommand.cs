using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO.Figures;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Quality;

namespace NDSeg.PowerShell.Commands;

/// <summary>Draws images, label maps and overlays side by side into a PNG file.</summary>
/// <remarks>
/// <para>Every object is a panel: an image in grey, labels in the colours of their classes, a filter map or an uncertainty map in a
/// heat scale. With -Overlay labels are laid over the grey values of that image. A hashtable sets what holds for one panel only:
/// @{ Image = $image; Labels = $labels; Title = 'overlay'; Alpha = 0.5 }.</para>
/// </remarks>
/// <example>
/// <code>$image = Import-SegImage slice.tif
/// $result = $image | Invoke-SegApply -Model model.ndseg
/// Export-SegFigure figure.png -Panel $image, $result -Title 'Slice', 'Labels' -Legend -Force</code>
/// <para>Slice and labels side by side.</para>
/// </example>
/// <example>
/// <code>$image = Import-SegImage slice.tif
/// $result = $image | Invoke-SegApply -Model model.ndseg -Uncertainty
/// Export-SegFigure detail.png -Panel $image, $result, @{ Image = $image; Segmentation = $result; Title = 'Overlay' }, @{ Segmentation = $result; Show = 'Margin' } -Crop 10, 50, 0, 40 -Columns 2 -Force</code>
/// <para>Four panels of rows 10 to 50, columns 0 to 40.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegFigure", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSegFigureCommand : SegCommand
{
    private readonly List<SegPanel> panels = [];

    /// <summary>The PNG file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Images, labels, segmentations, stacks, or hashtables with the properties of a panel, in reading order.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public SegPanel[] Panel { get; set; } = [];

    /// <summary>Texts above the panels, in their order.</summary>
    [Parameter]
    [AllowEmptyString]
    public string[] Title { get; set; } = [];

    /// <summary>Text above the figure.</summary>
    [Parameter]
    public string? FigureTitle { get; set; }

    /// <summary>Panels per row; 0 puts all into one row.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int Columns { get; set; }

    /// <summary>The part to show: first row, end row, first column, end column; the ends are not part of it.</summary>
    [Parameter]
    [ValidateCount(4, 4)]
    public int[]? Crop { get; set; }

    /// <summary>Lists the classes below label maps.</summary>
    [Parameter]
    public SwitchParameter Legend { get; set; }

    /// <summary>The image whose grey values lie under the labels.</summary>
    [Parameter]
    [ValidateNotNull]
    public SegImage? Overlay { get; set; }

    /// <summary>Opacity of labels over an image.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Alpha { get; set; } = 0.4;

    /// <summary>What of segmentations to show.</summary>
    [Parameter]
    public SegPanelContent Show { get; set; }

    /// <summary>The filter map of stacks to show.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MapNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Map { get; set; } = "original";

    /// <summary>Regions from Get-SegLabelSuggestion, framed in a panel of their own.</summary>
    [Parameter]
    [ValidateNotNull]
    public LabelSuggestion[] Suggestion { get; set; } = [];

    /// <summary>Longer edge of a panel in pixels.</summary>
    [Parameter]
    [ValidateRange(32, 8192)]
    public int PanelSize { get; set; } = 700;

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file that was made to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process() => panels.AddRange(Panel);

    private protected override void End()
    {
        string file = this.FileOf(Path);
        if (!ShouldProcess(file, "Write figure"))
        {
            return;
        }

        Run("Drawing the figure", file, 0, options =>
        {
            FigureWriter.Write(file, FigureOf(), Force, options.Cancellation);
            return true;
        });
        Verbose($"{file}: {panels.Count} panel(s), {Elapsed.TotalSeconds:0.000} s");
        if (PassThru)
        {
            WriteObject(new FileInfo(file));
        }
    }

    private Figure FigureOf()
    {
        var defaults = new PanelDefaults(Overlay, Alpha, Legend, Show, Map, Crop);
        List<FigurePanel> drawn = [.. panels.Select((panel, i) => PanelBuilder.Build(panel, i < Title.Length ? Title[i] : null, defaults))];
        if (Suggestion.Length > 0)
        {
            SegImage background = Overlay ?? panels.Select(p => p.Image).FirstOrDefault(i => i is not null)
                ?? throw new SegException("InvalidFigure", SegErrorKind.InvalidArgument, "Expected an image to draw the suggestions on, found none.", "Give -Overlay.");
            drawn.Add(PanelBuilder.Suggestions(background, Suggestion, panels.Count < Title.Length ? Title[panels.Count] : "Paint here next", Crop));
        }

        return new Figure { Panels = drawn, Columns = Columns, Title = FigureTitle, PanelPixels = PanelSize };
    }
}
