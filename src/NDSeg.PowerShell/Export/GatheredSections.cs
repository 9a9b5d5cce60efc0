using NDSeg.Images;
using NDSeg.IO.Figures;
using NDSeg.PowerShell.Binding;

namespace NDSeg.PowerShell.Export;

/// <summary>Slices from the pipeline on their way into the sections of one volume.</summary>
internal sealed class GatheredSections
{
    private readonly SegPanel first;
    private readonly SegVolume? background;
    private readonly SegPanelContent show;
    private readonly string map;
    private readonly ImageSource source;
    private readonly bool[] came;
    private readonly SectionBuilder builder;
    private int lastPlace = -1;
    private HeatPanel? heat;

    /// <param name="first">The first slice.</param>
    /// <param name="background">What lies under labels, or null.</param>
    /// <param name="point">Where sections meet; null for the middle.</param>
    /// <param name="show">What of segmentations is shown.</param>
    /// <param name="map">The map of stacks that is shown.</param>
    /// <exception cref="SegException">NotASlice; InvalidFigure for a point outside.</exception>
    public GatheredSections(SegPanel first, SegVolume? background, SectionPoint? point, SegPanelContent show, string map)
    {
        this.first = first;
        this.background = background;
        this.show = first.Show ?? show;
        this.map = first.Map ?? map;
        SliceFacts facts = FactsOf(first);
        int depth = background?.Depth ?? facts.Series?.Count ?? facts.Source.SliceCount ?? throw new SegException(
            "NotASlice", SegErrorKind.InvalidArgument, $"Expected slices of a volume for -As Volume, found {facts.Source}, which does not say how many slices there are.", "Read a volume with Import-SegImage or Import-SegLabels.");
        source = background?.Source ?? facts.Source with { SliceIndex = null };
        came = new bool[depth];
        builder = new SectionBuilder(depth, facts.Height, facts.Width, point) { VoxelSize = background?.VoxelSize ?? VoxelSize.Of(facts.PixelSize) };
    }

    /// <summary>Classes of the slices; empty for images.</summary>
    public IReadOnlyList<SegClass> Classes => first.AnyLabels?.Classes ?? [];

    /// <summary>What to say of slices that did not come; null where all are there.</summary>
    public string? Gap => came.Count(c => c) is int count && count < came.Length ? $"{count} of the {came.Length} slices of {source} came; the others are missing in the figure." : null;

    /// <summary>Whether a panel shows a slice that can be gathered.</summary>
    public static bool Takes(SegPanel panel) => panel.Image is not null || panel.AnyLabels is not null || panel.Features is not null;

    /// <summary>Whether a panel is the next slice of this volume.</summary>
    /// <exception cref="SegException">SliceUnknown; SliceOutOfRange.</exception>
    public bool Continues(SegPanel panel)
        => (panel.Image is null) == (first.Image is null) && (panel.Labels is null) == (first.Labels is null) && (panel.Segmentation is null) == (first.Segmentation is null)
            && (panel.Features is null) == (first.Features is null) && PlaceOf(panel) > lastPlace;

    /// <summary>Takes what the sections need of a slice.</summary>
    /// <exception cref="SegException">SliceUnknown; SliceOutOfRange; InvalidFigure; what reading the background throws.</exception>
    public void Add(SegPanel panel)
    {
        int z = PlaceOf(panel);
        lastPlace = z;
        if (HeatOf(panel) is { } values)
        {
            heat ??= values;
            builder.Add(z, values.Values);
            came[z] = true;
            return;
        }

        if (panel.Image is { } image)
        {
            builder.Add(z, image, panel.Channel ?? 0);
        }
        else if (background is not null)
        {
            builder.Add(z, background.ReadSlice(z), panel.Channel ?? 0);
        }

        if (panel.AnyLabels is { } labels)
        {
            builder.Add(z, labels);
        }

        came[z] = true;
    }

    /// <summary>The panel of all slices. What lies under labels is shown where no labels came, too.</summary>
    /// <exception cref="SegException">InvalidFigure; what reading the background throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FigurePanel Build(PanelDefaults defaults, CancellationToken cancellation)
    {
        VolumePanels.RequireNoCrop(first, defaults);
        bool below = background is not null && first.Image is null && heat is null && came.Contains(true);
        for (int z = 0; below && z < came.Length; z++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!came[z])
            {
                builder.Add(z, background!.ReadSlice(z), first.Channel ?? 0);
            }
        }

        SectionStyle style = VolumePanels.Style(first, defaults);
        return heat is null
            ? builder.Build(style, defaults.Colors.Of(first.AnyLabels?.ClassCount ?? 0))
            : builder.Build(style with { Minimum = heat.Minimum, Maximum = heat.Maximum, Name = heat.Name, LowName = heat.LowName, HighName = heat.HighName });
    }

    private HeatPanel? HeatOf(SegPanel panel)
        => panel.Features is { } stack ? PanelBuilder.MapOf(stack, panel.Map ?? map)
            : panel.Segmentation is { } segmentation && show != SegPanelContent.Labels ? PanelBuilder.Uncertainty(segmentation, show) : null;

    private int PlaceOf(SegPanel panel)
    {
        SliceFacts facts = FactsOf(panel);
        return VolumePlace.Of(facts.Series, facts.Source, came.Length, background?.FirstSlice ?? 0, source, $"{facts.Source} of {facts.Height} x {facts.Width} pixels");
    }

    private static SliceFacts FactsOf(SegPanel panel)
        => panel.Features is { } stack ? new(stack.Height, stack.Width, stack.Source, stack.Series, stack.PixelSize)
            : panel.AnyLabels is { } labels ? new(labels.Height, labels.Width, labels.Source, labels.Series ?? panel.Image?.Series, labels.PixelSize ?? panel.Image?.PixelSize)
            : new(panel.Image!.Height, panel.Image.Width, panel.Image.Source, panel.Image.Series, panel.Image.PixelSize);

    private sealed record SliceFacts(int Height, int Width, ImageSource Source, SeriesPosition? Series, PixelSize? PixelSize);
}
