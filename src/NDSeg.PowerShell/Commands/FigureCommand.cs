using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO.Figures;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Quality;

namespace NDSeg.PowerShell.Commands;

/// <summary>A command that draws panels: what they show and how.</summary>
public abstract class FigureCommand : SegCommand
{
    private readonly List<SegPanel> panels = [];
    private readonly Dictionary<SegPanel, GatheredSections> sections = [];
    private GatheredSections? gathered;

    /// <summary>Images, volumes, labels, segmentations, stacks, paths of image files, or hashtables with the properties of a panel, in reading order.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ImagePath(Volumes = true)]
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

    /// <summary>Lists the classes and their shares below label maps; -Legend:$false leaves them out.</summary>
    [Parameter]
    public SwitchParameter Legend { get; set; } = true;

    /// <summary>Shows how long a length is where the pixel size is known; -ScaleBar:$false leaves it out.</summary>
    [Parameter]
    public SwitchParameter ScaleBar { get; set; } = true;

    /// <summary>Colours of classes: as the labels have them, the distinct default colours, or matplotlib's nipy_spectral.</summary>
    [Parameter]
    public SegPalette Palette { get; set; }

    /// <summary>Colours of single classes by name or file value: @{ copper = '#b87333'; 4 = '#0072b2' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public System.Collections.IDictionary ClassColor { get; set; } = new Dictionary<string, object>();

    /// <summary>The image whose grey values lie under the labels, or the volume under label volumes; or the path of its file.</summary>
    [Parameter]
    [ValidateNotNull]
    [ImagePath(Volumes = true)]
    public FigureBackground? Overlay { get; set; }

    /// <summary>
    /// Volume draws the slices that come one after the other as the sections of one volume; Slice, the default, a panel for each. Objects that
    /// are volumes are drawn as sections anyway.
    /// </summary>
    [Parameter]
    public SliceView As { get; set; }

    /// <summary>The voxel (z, y, x, from 0) in which the sections of volumes meet. Default: the middle.</summary>
    [Parameter]
    [ValidateCount(3, 3)]
    public int[]? Point { get; set; }

    /// <summary>Shows in every section of a volume where the others are; -SectionLine:$false leaves the lines out.</summary>
    [Parameter]
    public SwitchParameter SectionLine { get; set; } = true;

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

    private protected override void Process()
    {
        foreach (SegPanel panel in Panel)
        {
            if (As == SliceView.Volume && GatheredSections.Takes(panel))
            {
                Gather(panel);
            }
            else
            {
                panels.Add(panel);
                gathered = null;
            }
        }
    }

    /// <summary>Draws the figure of all panels into a file, and warns of what it lacks.</summary>
    /// <exception cref="SegException">What a panel cannot show; UnknownClass, InvalidColor; TargetExists, TargetNotWritable, UnknownFormat.</exception>
    private protected void Draw(string file, bool overwrite)
    {
        string missing = Run("Drawing the figure", file, 0, options =>
        {
            Figure figure = FigureOf(options);
            FigureWriter.Write(file, figure, overwrite, options.Cancellation);
            return FigureWriter.MissingCharacters(figure);
        });
        foreach (string gap in panels.Select(p => sections.GetValueOrDefault(p)?.Gap).OfType<string>())
        {
            WriteWarning(gap);
        }

        if (missing.Length > 0)
        {
            WriteWarning($"Figures have no lettering for {missing}: boxes with the codes of the characters stand in their place. -Title and Import-SegLabels -ClassName give other texts.");
        }

        Verbose($"{file}: {panels.Count} panel(s), {Elapsed.TotalSeconds:0.000} s");
    }

    private Figure FigureOf(RunOptions options)
    {
        var colors = new ClassColors(Palette, ClassColor, panels.SelectMany(p => p.AnyLabels?.Classes ?? p.LabelVolume?.Classes ?? sections.GetValueOrDefault(p)?.Classes ?? []));
        var defaults = new PanelDefaults(Overlay, Alpha, Legend, Show, Map, Crop, colors) { Point = PointOf(), SectionLines = SectionLine };
        List<FigurePanel> drawn = [.. panels.Select((panel, i) => PanelBuilder.Build(panel, sections.GetValueOrDefault(panel), i < Title.Length ? Title[i] : null, defaults, options))];
        if (Suggestion.Length > 0)
        {
            SegImage background = Overlay?.Image ?? panels.Select(p => p.Image).FirstOrDefault(i => i is not null)
                ?? throw new SegException("InvalidFigure", SegErrorKind.InvalidArgument, "Expected an image to draw the suggestions on, found none.", "Give -Overlay.");
            drawn.Add(PanelBuilder.Suggestions(background, Suggestion, panels.Count < Title.Length ? Title[panels.Count] : "Paint here next", Crop));
        }

        return new Figure { Panels = drawn, Columns = Columns, Title = FigureTitle, PanelPixels = PanelSize, ScaleBars = ScaleBar };
    }

    private SectionPoint? PointOf() => Point is [int z, int y, int x] ? new SectionPoint(z, y, x) : null;

    // Nothing of a slice is kept but the rows and columns that the sections need.
    private void Gather(SegPanel panel)
    {
        if (gathered?.Continues(panel) != true)
        {
            gathered = new GatheredSections(panel, panel.AnyLabels is null ? null : Overlay?.Volume, PointOf(), Show, Map);
            var place = new SegPanel { Title = panel.Title };
            panels.Add(place);
            sections.Add(place, gathered);
        }

        gathered.Add(panel);
    }
}
