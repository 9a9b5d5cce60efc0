using NDSeg.Images;
using NDSeg.IO.Figures;
using NDSeg.PowerShell.Binding;

namespace NDSeg.PowerShell.Export;

/// <summary>Panels with the sections of volumes.</summary>
internal static class VolumePanels
{
    /// <summary>Reads a volume slice by slice into the sections of a panel.</summary>
    /// <exception cref="SegException">InvalidFigure; what reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FigurePanel Build(SegPanel panel, PanelDefaults defaults, RunOptions options)
    {
        RequireNoCrop(panel, defaults);
        SegLabelVolume? labels = panel.LabelVolume;
        SegVolume? image = panel.Volume ?? (labels is null ? null : defaults.OverlayVolume);
        (int depth, int height, int width, string shape) = image is not null ? (image.Depth, image.Height, image.Width, image.Shape) : (labels!.Depth, labels.Height, labels.Width, labels.Shape);
        if (labels is not null && (labels.Depth != depth || labels.Height != height || labels.Width != width))
        {
            throw new SegException("InvalidFigure", SegErrorKind.ShapeMismatch, $"Expected labels of the size of the volume for an overlay, found {labels.Shape} over {shape}.", "Use the labels of this volume.");
        }

        var builder = new SectionBuilder(depth, height, width, defaults.Point) { VoxelSize = image?.VoxelSize ?? labels?.VoxelSize };
        for (int z = 0; z < depth; z++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            if (image is not null)
            {
                builder.Add(z, image.ReadSlice(z), panel.Channel ?? 0);
            }

            if (labels is not null)
            {
                builder.Add(z, labels.ReadSlice(z));
            }

            options.Progress?.Report((z + 1.0) / depth);
        }

        return builder.Build(Style(panel, defaults), defaults.Colors.Of(labels?.ClassCount ?? 0));
    }

    /// <summary>How the labels of a panel are shown.</summary>
    public static SectionStyle Style(SegPanel panel, PanelDefaults defaults)
        => new() { Alpha = panel.Alpha ?? defaults.Alpha, Legend = panel.Legend ?? defaults.Legend, Lines = defaults.SectionLines };

    /// <exception cref="SegException">InvalidFigure.</exception>
    public static void RequireNoCrop(SegPanel panel, PanelDefaults defaults)
    {
        if ((panel.Crop ?? defaults.Crop) is not null)
        {
            throw new SegException("InvalidFigure", SegErrorKind.InvalidArgument, "Expected a crop for images only, found one for the sections of a volume.", "Leave out -Crop, or draw a slice of the volume.");
        }
    }
}
