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
    private readonly SectionBuilder builder;
    private int lastPlace = -1;
    private HeatPanel? heat;

    /// <param name="first">The first slice.</param>
    /// <param name="background">What lies under labels, or null.</param>
    /// <param name="point">Where sections meet; null for the middle.</param>
    /// <param name="show">What of segmentations is shown.</param>
    /// <exception cref="SegException">NotASlice; InvalidFigure for a point outside.</exception>
    public GatheredSections(SegPanel first, SegVolume? background, SectionPoint? point, SegPanelContent show)
    {
        this.first = first;
        this.background = background;
        this.show = first.Show ?? show;
        SegLabels? labels = first.AnyLabels;
        (int height, int width) = labels is not null ? (labels.Height, labels.Width) : (first.Image!.Height, first.Image.Width);
        ImageSource source = labels?.Source ?? first.Image!.Source;
        int depth = background?.Depth ?? (labels?.Series ?? first.Image?.Series)?.Count ?? source.SliceCount ?? throw new SegException(
            "NotASlice", SegErrorKind.InvalidArgument, $"Expected slices of a volume for -As Volume, found {source}, which does not say how many slices there are.", "Read a volume with Import-SegImage or Import-SegLabels.");
        builder = new SectionBuilder(depth, height, width, point) { VoxelSize = background?.VoxelSize ?? VoxelSize.Of(labels?.PixelSize ?? first.Image?.PixelSize) };
    }

    /// <summary>Classes of the slices; empty for images.</summary>
    public IReadOnlyList<SegClass> Classes => first.AnyLabels?.Classes ?? [];

    /// <summary>Whether a panel shows a slice that can be gathered.</summary>
    public static bool Takes(SegPanel panel) => panel.Image is not null || panel.AnyLabels is not null;

    /// <summary>Whether a panel is the next slice of this volume.</summary>
    public bool Continues(SegPanel panel)
        => (panel.Image is null) == (first.Image is null) && (panel.Labels is null) == (first.Labels is null) && (panel.Segmentation is null) == (first.Segmentation is null) && PlaceOf(panel) > lastPlace;

    /// <summary>Takes what the sections need of a slice.</summary>
    public void Add(SegPanel panel)
    {
        int z = PlaceOf(panel);
        lastPlace = z;
        if (panel.Segmentation is { } segmentation && show != SegPanelContent.Labels)
        {
            HeatPanel map = PanelBuilder.Uncertainty(segmentation, show);
            heat ??= map;
            builder.Add(z, map.Values);
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
    }

    /// <summary>The panel of all slices.</summary>
    public FigurePanel Build(PanelDefaults defaults)
    {
        VolumePanels.RequireNoCrop(first, defaults);
        SectionStyle style = VolumePanels.Style(first, defaults);
        return heat is null
            ? builder.Build(style, defaults.Colors.Of(first.AnyLabels?.ClassCount ?? 0))
            : builder.Build(style with { Minimum = heat.Minimum, Maximum = heat.Maximum, Name = heat.Name, LowName = heat.LowName, HighName = heat.HighName });
    }

    private static int PlaceOf(SegPanel panel)
        => (panel.AnyLabels?.Series ?? panel.Image?.Series)?.Ordinal ?? panel.AnyLabels?.Slice ?? panel.Image?.Slice ?? 0;
}
