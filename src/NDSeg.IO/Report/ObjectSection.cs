using System.Globalization;
using NDSeg.Objects;

namespace NDSeg.IO.Report;

/// <summary>The objects of a report: counts per class, how large they are, and the largest ones.</summary>
internal sealed class ObjectSection(HtmlPage page, ReportSample sample)
{
    private const int Largest = 25;
    private const int BinsPerDoubling = 2;

    public void Write()
    {
        page.Write($"<h2>Objects</h2><div class=\"wide\"><table><tr><th>Class</th><th class=\"n\">Objects</th><th class=\"n\">at the border</th><th class=\"n\">Median diameter</th><th class=\"n\">Largest, {sample.Unit}s</th></tr>\n");
        foreach (IGrouping<string, SegObject> group in sample.Objects.GroupBy(o => o.Class).OrderBy(g => g.First().Value))
        {
            double[] diameters = [.. group.Select(o => o.Diameter ?? o.DiameterPixels).Order()];
            page.Write($"<tr><td>{group.Key}</td><td class=\"n\">{diameters.Length:N0}</td><td class=\"n\">{group.Count(o => o.TouchesBorder):N0}</td><td class=\"n\">{Median(diameters):G4} {Unit}</td><td class=\"n\">{group.Max(o => o.Pixels):N0}</td></tr>\n");
        }

        page.Write($"</table></div>\n");
        Sizes();
        page.Write($"<details><summary>The {Math.Min(Largest, sample.Objects.Count)} largest of {sample.Objects.Count:N0}</summary><div class=\"wide\"><table><tr><th class=\"n\">No.</th><th>Class</th><th class=\"n\">{sample.UnitHeading}</th><th class=\"n\">Diameter</th><th class=\"n\">Centroid x, y{(sample.Volume is null ? string.Empty : ", z")}</th><th>Border</th></tr>\n");
        foreach (SegObject one in sample.Objects.OrderByDescending(o => o.Pixels).ThenBy(o => o.Id).Take(Largest))
        {
            page.Write($"<tr><td class=\"n\">{one.Id}</td><td>{one.Class}</td><td class=\"n\">{one.Pixels:N0}</td><td class=\"n\">{one.Diameter ?? one.DiameterPixels:G4} {Unit}</td><td class=\"n\">{one.CentroidX:F1}, {one.CentroidY:F1}{(one.CentroidZ is double z ? FormattableString.Invariant($", {z:F1}") : string.Empty)}</td><td>{(one.TouchesBorder ? "yes" : string.Empty)}</td></tr>\n");
        }

        page.Write($"</table></div></details>\n");
    }

    private string Unit => sample.Objects[0].LengthUnit ?? (sample.Volume is null ? "px" : "voxels");

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    // Sizes spread over orders of magnitude: the ranges grow with them.
    private void Sizes()
    {
        double[] places = [.. sample.Objects.Select(o => BinsPerDoubling * Math.Log2(Math.Max(o.Diameter ?? o.DiameterPixels, 1e-12)))];
        int first = (int)Math.Floor(places.Min());
        int count = (int)Math.Floor(places.Max()) - first + 1;
        var counts = new int[count];
        foreach (double place in places)
        {
            counts[Math.Clamp((int)Math.Floor(place) - first, 0, count - 1)]++;
        }

        int every = Math.Max(1, count / 10);
        var texts = Enumerable.Range(0, count + 1).Where(i => i % every == 0)
            .Select(i => (i, Math.Pow(2, (double)(first + i) / BinsPerDoubling).ToString("G3", CultureInfo.InvariantCulture)));
        Charts.Histogram(page, counts, [.. texts], $"Number of objects by equivalent diameter in {Unit}");
    }
}
