using System.Text.RegularExpressions;
using NDSeg.Images;
using NDSeg.IO.Report;
using NDSeg.Objects;
using NDSeg.Quality;
using Xunit;

namespace NDSeg.IO.Tests.Report;

/// <summary>Reports: whole in one file, every value escaped, nothing loaded from anywhere.</summary>
public sealed class ReportTests : IDisposable
{
    /// <summary>A name that is markup, script and a closing tag in one, and turns the direction of text.</summary>
    public const string Hostile = "</title></script><script>document.title='broken'</script><img src=x onerror=document.title='broken'>\" ' & \u202Efdp";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_report_has_a_section_for_everything_that_is_given()
    {
        string html = Write("full.html", Sample());
        foreach (string part in (string[])["Image and labels", "Phases", "Accuracy", "Confusion matrix", "Objects", "Feature importance", "How it was made", "Provenance", "entropy", "gaussian_4"])
        {
            Assert.Contains(part, html, StringComparison.Ordinal);
        }

        // 20 pixels, 12 of them of class 1; the truth has 15, of which 12 are found.
        Assert.Contains("60.00 %", html, StringComparison.Ordinal);
        Assert.Contains("80.0", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_of_labels_alone_has_no_empty_sections()
    {
        string html = Write("bare.html", new ReportSample { Title = "bare", Labels = Labels(), Written = DateTimeOffset.UnixEpoch });
        Assert.Contains("Image and labels", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Accuracy", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Objects", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Feature importance", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_never_become_markup()
    {
        foreach (string html in (string[])[Write("hostile.html", Sample(Hostile)), Index()])
        {
            Assert.DoesNotContain("<script>document", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("\u202E", html, StringComparison.Ordinal);
            Assert.Contains("&lt;img src=x onerror", html, StringComparison.Ordinal);
            Assert.Equal(Regex.Count(html, "<script[ >]"), Regex.Count(html, "</script>"));
        }
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere()
    {
        string html = Write("self.html", Sample());
        Assert.Contains("default-src 'none'; img-src data:;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", html, StringComparison.Ordinal);
        Assert.All(Regex.Matches(html, "(?:src|href)=\"([^\"]*)\""), m => Assert.StartsWith("data:image/", m.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_index_lists_nights_newest_first_and_trends()
    {
        Write("a.html", Sample("first", day: 1));
        Write("b # ?.html", Sample("second", day: 2));
        File.WriteAllText(folder["other.html"], "<html>no report</html>");
        File.WriteAllText(folder["damaged.html"], "<script type=\"application/json\" id=\"ndseg-report\">{\"Title\":null}</script>");
        Assert.Equal(2, ReportWriter.WriteIndex(folder["index.html"]));
        string html = File.ReadAllText(folder["index.html"]);
        Assert.True(html.IndexOf("<h2>2026-03-02", StringComparison.Ordinal) < html.IndexOf("<h2>2026-03-01", StringComparison.Ordinal));
        Assert.Contains("href=\"./b%20%23%20%3F.html\"", html, StringComparison.Ordinal);
        Assert.Contains("Trends", html, StringComparison.Ordinal);
        Assert.Equal(2, ReportWriter.WriteIndex(folder["index.html"], overwrite: true));
    }

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        SegException failure = Assert.Throws<SegException>(() => Write("x.html", Sample() with { Image = SegImage.FromBytes(2, 2, new byte[4]) }));
        Assert.Equal("ReportMismatch", failure.Id);
        Assert.Contains("4 x 5", failure.Message, StringComparison.Ordinal);
        Assert.Equal("UnknownFormat", Assert.Throws<SegException>(() => ReportWriter.Write(folder["x.pdf"], Sample())).Id);
        Assert.Equal("NoReports", Assert.Throws<SegException>(() => ReportWriter.WriteIndex(folder["index.html"])).Id);
        Assert.Empty(folder.Names);
    }

    /// <summary>A sample with everything.</summary>
    public static ReportSample Sample(string name = "sample", int day = 1)
    {
        SegLabels labels = Labels(name);
        SegLabels truth = new(4, 5, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2], labels.Classes);
        var measurement = new ObjectMeasurement();
        measurement.Add(labels);
        IReadOnlyList<SegObject> objects = measurement.Complete();
        return new ReportSample
        {
            Title = name,
            Labels = labels,
            Image = SegImage.FromBytes(4, 5, [.. Enumerable.Range(0, 20).Select(i => (byte)(10 * i))]),
            Truth = truth,
            Accuracy = SegAccuracy.Measure(labels, truth),
            Phases = SegPhase.Measure(labels),
            Objects = objects,
            ObjectMap = ObjectMap.Of(labels, new ObjectOptions()),
            Importance = [new(name, 0.5), new("gaussian_4", 0.3)],
            Uncertainty = [.. Enumerable.Range(0, 20).Select(i => i / 20f)],
            UncertaintyName = "entropy",
            Facts = [new(name, name)],
            Provenance = $"{{\"name\":\"{name}\"}}",
            Written = new DateTimeOffset(2026, 3, day, 4, 5, 6, TimeSpan.Zero),
        };
    }

    private static SegLabels Labels(string name = "phase")
        => new(4, 5, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2], [new(1, 1, name, new RgbColor(200, 60, 0)), new(2, 2, name + " 2", new RgbColor(0, 90, 200))]);

    private string Index()
    {
        ReportWriter.WriteIndex(folder["index.html"], overwrite: true);
        return File.ReadAllText(folder["index.html"]);
    }

    private string Write(string file, ReportSample sample)
    {
        ReportWriter.Write(folder[file], sample);
        return File.ReadAllText(folder[file]);
    }
}
