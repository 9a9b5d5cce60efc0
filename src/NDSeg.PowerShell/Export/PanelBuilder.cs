using NDSeg.Images;
using NDSeg.IO.Figures;
using NDSeg.PowerShell.Binding;
using NDSeg.Quality;

namespace NDSeg.PowerShell.Export;

/// <summary>Turns what a user asked for into the panels of the figure writer.</summary>
internal static class PanelBuilder
{
    /// <summary>Makes one panel.</summary>
    /// <exception cref="SegException">InvalidFigure when there is nothing to show; NoUncertainty; UnknownFeature.</exception>
    public static FigurePanel Build(SegPanel panel, string? title, PanelDefaults defaults)
    {
        FigurePanel drawn = Content(panel, defaults);
        return drawn with { Title = panel.Title ?? title, Crop = CropOf(panel.Crop ?? defaults.Crop) };
    }

    /// <summary>Frames suggestions on an image.</summary>
    public static FigurePanel Suggestions(SegImage image, IReadOnlyList<LabelSuggestion> suggestions, string title, int[]? crop)
        => new OverlayPanel(image, SuggestionFrames.Draw(image.Height, image.Width, suggestions)) { Alpha = 1, Title = title, Crop = CropOf(crop) };

    private static FigurePanel Content(SegPanel panel, PanelDefaults defaults)
    {
        bool legend = panel.Legend ?? defaults.Legend;
        if (panel.Features is { } features)
        {
            return new HeatPanel(features.Height, features.Width, features.CopyMap(panel.Map ?? defaults.Map));
        }

        if (panel.Segmentation is { } segmentation && (panel.Show ?? defaults.Show) is var show and not SegPanelContent.Labels)
        {
            float[] values = (show == SegPanelContent.Margin ? segmentation.Margin : segmentation.Entropy)
                ?? throw new SegException("NoUncertainty", SegErrorKind.InvalidState, $"Expected a segmentation with {show}, found none.", "Use -Uncertainty on Invoke-SegApply.");
            return new HeatPanel(segmentation.Height, segmentation.Width, values) { Minimum = 0, Maximum = 1 };
        }

        if (panel.AnyLabels is { } labels)
        {
            return (panel.Image ?? defaults.Overlay) is { } background
                ? new OverlayPanel(background, labels) { Alpha = panel.Alpha ?? defaults.Alpha, Channel = panel.Channel ?? 0, Legend = legend }
                : new LabelPanel(labels) { Legend = legend };
        }

        return panel.Image is { } image
            ? new ImagePanel(image) { Channel = panel.Channel }
            : throw new SegException("InvalidFigure", SegErrorKind.InvalidArgument, "Expected an image, labels, a segmentation or a stack in every panel, found an empty one.", "Set Image, Labels, Segmentation or Features.");
    }

    private static FigureCrop? CropOf(int[]? crop) => crop switch
    {
        null => null,
        [int firstRow, int endRow, int firstColumn, int endColumn] => new FigureCrop(firstRow, endRow, firstColumn, endColumn),
        _ => throw new SegException("InvalidFigure", SegErrorKind.InvalidArgument, $"Expected a crop of first row, end row, first column, end column, found {crop.Length} numbers."),
    };
}
