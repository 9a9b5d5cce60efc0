using System.Globalization;
using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>A line of a legend: a colour and what it stands for.</summary>
/// <param name="Color">The colour.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="Share">How much there is of it, in brackets.</param>
internal sealed record LegendEntry(RgbColor Color, string Name, string Share)
{
    // More colours nobody can tell apart: a map of single objects has no legend.
    private const int MostEntries = 24;

    /// <summary>Name and share.</summary>
    public string Text => $"{Name} {Share}";

    /// <summary>The classes of a label map with their share of what is labelled; of strokes, with their pixels.</summary>
    public static IReadOnlyList<LegendEntry> Of(SegLabels labels) => Of(labels.Classes, labels.CountPixels());

    /// <summary>The same of classes and their counts, that of the unlabelled first.</summary>
    public static IReadOnlyList<LegendEntry> Of(IReadOnlyList<SegClass> classes, IReadOnlyList<long> counts)
    {
        if (classes.Count > MostEntries)
        {
            return [];
        }

        long labelled = counts.Sum() - counts[0];
        bool strokes = labelled < 0.1 * counts.Sum();
        return [.. classes.Select(c => new LegendEntry(c.Color, c.Name, $"({Count(counts[c.Index])})"))];

        string Count(long count) => strokes || labelled == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{count} px")
            : string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / labelled:0.0} %");
    }
}
