using System.Globalization;

namespace NDSeg.IO.Report;

/// <summary>The page over a folder of reports: nights, newest first, and the trends of the phases over all of them.</summary>
internal static class IndexBody
{
    private const int MostLines = 24;

    public static void Write(HtmlPage page, List<(string File, ReportSummary Summary)> reports)
    {
        reports.Sort((a, b) => (a.Summary.Written, a.File).CompareTo((b.Summary.Written, b.File)));
        page.Write($"<p class=\"faint\">{reports.Count:N0} reports, {Day(reports[0].Summary)} to {Day(reports[^1].Summary)}</p>\n");
        Trends(page, reports);
        foreach (var night in reports.GroupBy(r => Day(r.Summary)).Reverse())
        {
            page.Write($"<h2>{night.Key}</h2><div class=\"wide\"><table><tr><th></th><th>Sample</th><th>Time</th><th>Size</th><th>Phases</th><th class=\"n\">mIoU</th><th class=\"n\">Uncertainty</th><th class=\"n\">Objects</th></tr>\n");
            foreach ((string file, ReportSummary summary) in night)
            {
                page.Write($"<tr><td>");
                if (summary.SafeThumbnail is string picture)
                {
                    page.Write($"<img class=\"thumb\" alt=\"\" src=\"{picture}\">");
                }

                page.Write($"</td><td class=\"name\"><a href=\"./{Uri.EscapeDataString(file)}\">{summary.Title}</a></td><td class=\"t\">{summary.Written:HH:mm:ss}</td><td class=\"t\">{summary.Shape}</td><td>");
                Charts.Stack(page, [.. summary.Phases.Select(p => (p.Fraction, ReportSummary.ColorOf(p), p.Name))]);
                page.Write($"</td><td class=\"n\">{Figure(summary.MeanIoU)}</td><td class=\"n\">{Figure(summary.MeanUncertainty)}</td><td class=\"n\">{summary.Objects:N0}</td></tr>\n");
            }

            page.Write($"</table></div>\n");
        }
    }

    private static void Trends(HtmlPage page, List<(string File, ReportSummary Summary)> reports)
    {
        var classes = reports.SelectMany(r => r.Summary.Phases).DistinctBy(p => p.Name).Take(MostLines).ToArray();
        if (reports.Count < 2 || classes.Length == 0)
        {
            return;
        }

        var lines = classes.Select(c => (c.Name, ReportSummary.ColorOf(c), reports.Select(r => r.Summary.Phases.FirstOrDefault(p => p.Name == c.Name)?.Fraction).ToArray()));
        page.Write($"<h2>Trends</h2>");
        Charts.Trend(page, [.. lines], reports[0].Summary.Title, reports[^1].Summary.Title);
        page.Write($"<p>");
        foreach (ReportSummary.Phase one in classes)
        {
            Charts.Swatch(page, ReportSummary.ColorOf(one));
            page.Write($"{one.Name} &nbsp; ");
        }

        page.Write($"</p>\n");
    }

    private static string Day(ReportSummary summary) => summary.Written.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Figure(double? value) => value is double v && double.IsFinite(v) ? v.ToString("F3", CultureInfo.InvariantCulture) : "–";
}
