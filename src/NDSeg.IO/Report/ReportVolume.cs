using NDSeg.IO.Figures;

namespace NDSeg.IO.Report;

/// <summary>What a report shows of a volume: sections in place of single maps.</summary>
/// <param name="Shape">The shape as text.</param>
/// <param name="Layers">Names and sections of labels, truth, errors, objects; the labels first. All have the size of the image's sections.</param>
public sealed record ReportVolume(string Shape, IReadOnlyList<KeyValuePair<string, SectionsPanel>> Layers)
{
    /// <summary>Sections of the image; null where there is none.</summary>
    public SectionsPanel? Image { get; init; }
}
