using System.Globalization;
using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>A line of a legend: a colour and what it stands for.</summary>
/// <param name="Color">The colour; null for a remark without one.</param>
/// <param name="Text">Name and share.</param>
internal sealed record LegendEntry(RgbColor? Color, string Text)
{
    private const int MostEntries = 24;

    /// <summary>The classes of a label map with their share of what is labelled; of strokes, with their pixels.</summary>
    public static IReadOnlyList<LegendEntry> Of(SegLabels labels)
    {
        long[] counts = labels.CountPixels();
        long labelled = counts.Sum() - counts[0];
        bool strokes = labelled < 0.1 * counts.Sum();
        IEnumerable<SegClass> listed = labels.Classes.Count <= MostEntries ? labels.Classes : labels.Classes.Take(MostEntries - 1);
        IEnumerable<LegendEntry> entries = listed.Select(c => new LegendEntry(c.Color, $"{c.Name} {Share(counts[c.Index])}"));
        return [.. entries, .. labels.Classes.Count > MostEntries ? [new LegendEntry(null, $"and {labels.Classes.Count - MostEntries + 1} more")] : (LegendEntry[])[]];

        string Share(long count) => strokes || labelled == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{count} px")
            : string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / labelled:0.0} %");
    }
}
