using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.IO.Figures;
using NDSeg.PowerShell.Binding;
using NDSeg.Quality;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Export;

/// <summary>Turns what a user asked for into the panels of the figure writer.</summary>
internal static class PanelBuilder
{
    /// <summary>Makes one panel.</summary>
    /// <exception cref="SegException">InvalidFigure when there is nothing to show; NoUncertainty; UnknownFeature.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FigurePanel Build(SegPanel panel, GatheredSections? gathered, string? title, PanelDefaults defaults, RunOptions options)
    {
        if (gathered is not null || panel.Volume is not null || panel.LabelVolume is not null)
        {
            return (gathered?.Build(defaults, options.Cancellation) ?? VolumePanels.Build(panel, defaults, options)) with { Title = panel.Title ?? title };
        }

        FigurePanel drawn = Content(panel, defaults);
        return drawn with { Title = panel.Title ?? title, Crop = CropOf(panel.Crop ?? defaults.Crop) };
    }

    /// <summary>Frames suggestions on an image.</summary>
    public static FigurePanel Suggestions(SegImage image, IReadOnlyList<LabelSuggestion> suggestions, string title, int[]? crop)
        => new ImagePanel(image)
        {
            Title = title,
            Crop = CropOf(crop),
            Marks = [.. suggestions.Select(s => new FigureMark(s.Top, s.Left, s.Height, s.Width, s.Rank.ToString(System.Globalization.CultureInfo.InvariantCulture)))],
        };

    private static FigurePanel Content(SegPanel panel, PanelDefaults defaults)
    {
        bool legend = panel.Legend ?? defaults.Legend;
        if (panel.Features is { } features)
        {
            return MapOf(features, panel.Map ?? defaults.Map);
        }

        if (panel.Segmentation is { } segmentation && (panel.Show ?? defaults.Show) is var show and not SegPanelContent.Labels)
        {
            return Uncertainty(segmentation, show);
        }

        if (panel.AnyLabels is { } own)
        {
            SegLabels labels = defaults.Colors.Apply(own);
            return (panel.Image ?? defaults.Overlay) is { } background
                ? new OverlayPanel(background, labels) { Alpha = panel.Alpha ?? defaults.Alpha, Channel = panel.Channel ?? 0, Legend = legend }
                : new LabelPanel(labels) { Legend = legend };
        }

        return panel.Image is { } image
            ? new ImagePanel(image) { Channel = panel.Channel }
            : throw new SegException("InvalidFigure", SegErrorKind.InvalidArgument, "Expected an image, labels, a segmentation or a stack in every panel, found an empty one.", "Set Image, Labels, Segmentation or Features.");
    }

    /// <summary>A map of a stack.</summary>
    /// <exception cref="SegException">UnknownFeature.</exception>
    public static HeatPanel MapOf(SegFeatures stack, string map) => new(stack.Height, stack.Width, stack.CopyMap(map)) { Name = map };

    /// <summary>
    /// How unsure a segmentation is. Bright is where a user has to look, except where the margin itself is asked for, whose values
    /// stay what they are.
    /// </summary>
    /// <exception cref="SegException">NoUncertainty.</exception>
    public static HeatPanel Uncertainty(SegSegmentation segmentation, SegPanelContent show)
    {
        (float[]? values, string name) = show switch
        {
            SegPanelContent.Margin => (segmentation.Margin, "margin between the two most probable classes"),
            SegPanelContent.Entropy => (segmentation.Entropy, "uncertainty (entropy)"),
            _ => segmentation.Margin is { } margin ? (Array.ConvertAll(margin, m => 1 - m), "uncertainty (1 - margin)") : (segmentation.Entropy, "uncertainty (entropy)"),
        };
        bool certainFirst = show != SegPanelContent.Margin;
        return values is null
            ? throw new SegException("NoUncertainty", SegErrorKind.InvalidState, $"Expected a segmentation with {show}, found none.", "Use -Uncertainty on Invoke-SegApply.")
            : new HeatPanel(segmentation.Height, segmentation.Width, values)
            {
                Minimum = 0,
                Maximum = 1,
                Name = name,
                LowName = certainFirst ? "certain" : "undecided",
                HighName = certainFirst ? "undecided" : "certain",
            };
    }

    private static FigureCrop? CropOf(int[]? crop) => crop switch
    {
        null => null,
        [int firstRow, int endRow, int firstColumn, int endColumn] => new FigureCrop(firstRow, endRow, firstColumn, endColumn),
        _ => throw new SegException("InvalidFigure", SegErrorKind.InvalidArgument, $"Expected a crop of first row, end row, first column, end column, found {crop.Length} numbers.", "Give four numbers, such as -Crop 0, 200, 0, 300."),
    };
}
