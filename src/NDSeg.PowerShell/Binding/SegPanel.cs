using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Binding;

/// <summary>
/// One picture of a figure: an image, a label map, labels over an image, a float map, or the sections of a volume. In scripts an object of one of these
/// kinds does, or a hashtable with the properties below.
/// </summary>
public sealed class SegPanel
{
    /// <summary>A panel to be filled by its properties.</summary>
    public SegPanel()
    {
    }

    /// <summary>An image in grey, or an 8-bit RGB image in its colours.</summary>
    public SegPanel(SegImage image) => Image = image;

    /// <summary>A label map in the colours of its classes.</summary>
    public SegPanel(SegLabels labels) => Labels = labels;

    /// <summary>The labels of a segmentation.</summary>
    public SegPanel(SegSegmentation segmentation) => Segmentation = segmentation;

    /// <summary>A map of a stack, named by <see cref="Map"/>.</summary>
    public SegPanel(SegFeatures features) => Features = features;

    /// <summary>Three sections of a volume.</summary>
    public SegPanel(SegVolume volume) => Volume = volume;

    /// <summary>Three sections of a label volume.</summary>
    public SegPanel(SegLabelVolume labels) => LabelVolume = labels;

    /// <summary>The volume; together with a label volume an overlay. In a hashtable Image takes a volume, too.</summary>
    public SegVolume? Volume { get; set; }

    /// <summary>The label volume. In a hashtable Labels takes a label volume, too.</summary>
    public SegLabelVolume? LabelVolume { get; set; }

    /// <summary>The image; together with labels an overlay.</summary>
    public SegImage? Image { get; set; }

    /// <summary>The label map.</summary>
    public SegLabels? Labels { get; set; }

    /// <summary>The segmentation.</summary>
    public SegSegmentation? Segmentation { get; set; }

    /// <summary>The stack of filter maps.</summary>
    public SegFeatures? Features { get; set; }

    /// <summary>Text above the picture.</summary>
    public string? Title { get; set; }

    /// <summary>First row, end row, first column, end column.</summary>
    public int[]? Crop { get; set; }

    /// <summary>Channel of the image to show in grey.</summary>
    public int? Channel { get; set; }

    /// <summary>Opacity of labels over an image, 0 to 1.</summary>
    public double? Alpha { get; set; }

    /// <summary>Whether the classes are listed below the picture.</summary>
    public bool? Legend { get; set; }

    /// <summary>What of a segmentation to show.</summary>
    public SegPanelContent? Show { get; set; }

    /// <summary>Name of the filter map to show.</summary>
    public string? Map { get; set; }

    /// <summary>The label map of the panel, if any.</summary>
    internal SegLabels? AnyLabels => Labels ?? Segmentation?.Labels;
}
