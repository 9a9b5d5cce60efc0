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
    public void The_index_never_replaces_a_report()
    {
        Write("index.html", Sample());
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => ReportWriter.WriteIndex(folder["index.html"], overwrite: true)).Id);
        Assert.Contains("<h2>Phases", File.ReadAllText(folder["index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_bars_of_the_index_say_their_shares()
    {
        Write("a.html", Sample("one"));
        Assert.Contains("role=\"img\" aria-label=\"one 60.00 %, one 2 40.00 %\"", Index(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_median_of_an_even_number_of_objects_lies_between_the_middle_two()
    {
        SegLabels labels = new(1, 14, [1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1], [new(1, 1, "p", new RgbColor(1, 2, 3))]);
        var measurement = new ObjectMeasurement();
        measurement.Add(labels);
        IReadOnlyList<SegObject> objects = measurement.Complete();
        string html = Write("median.html", new ReportSample { Title = "m", Labels = labels, Objects = objects, Written = DateTimeOffset.UnixEpoch });

        // Diameters of discs of 1, 2, 3 and 4 pixels.
        double median = (Math.Sqrt(4 * 2 / Math.PI) + Math.Sqrt(4 * 3 / Math.PI)) / 2;
        Assert.Contains(FormattableString.Invariant($">{median:G4} px<"), html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_errors_are_those_that_the_accuracy_counts()
    {
        // Nothing in common but the place: every pixel is right.
        ReportSample sample = Sample();
        SegLabels truth = new(4, 5, sample.Labels.Bytes.ToArray(), [new(1, 10, "paste", new RgbColor(1, 2, 3)), new(2, 20, "void", new RgbColor(3, 2, 1))]);
        string same = Write("same.html", sample with { Truth = sample.Labels, Accuracy = SegAccuracy.Measure(sample.Labels, sample.Labels) });
        string other = Write("other.html", sample with { Truth = truth, Accuracy = SegAccuracy.Measure(sample.Labels, truth) });
        Assert.Equal(Errors(same), Errors(other));

        static string Errors(string html) => Regex.Match(html, "alt=\"errors of[^>]*").Value;
    }

    [Theory]
    [InlineData("#1a1c1e", "#ffffff", "11,107,203", false)]
    [InlineData("#e8eaed", "#15171a", "70,140,215", true)]
    public void The_confusion_matrix_can_be_read_in_every_shade(string ink, string page, string heat, bool dark)
    {
        string html = Write($"shades{dark}.html", Sample());
        Assert.Contains($"--page:{(page == "#ffffff" ? "#fff" : page)};--ink:{ink};", html, StringComparison.Ordinal);
        Assert.Contains($"--heat:{heat}", html, StringComparison.Ordinal);
        double[] inkColor = Channels(ink), pageColor = Channels(page), heatColor = [.. heat.Split(',').Select(double.Parse)];
        MatchCollection shades = Regex.Matches(html, @"\.s\d+\{background:rgba\(var\(--heat\),([\d.]+)\)");
        Assert.Equal(11, shades.Count);
        foreach (double opacity in shades.Select(s => double.Parse(s.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)))
        {
            double[] cell = [.. heatColor.Select((c, i) => (c * opacity) + (pageColor[i] * (1 - opacity)))];
            (double a, double b) = (Luminance(inkColor), Luminance(cell));
            Assert.True((Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05) >= 4.5, $"opacity {opacity}");
        }

        static double[] Channels(string color) => [.. Enumerable.Range(0, 3).Select(i => (double)Convert.ToInt32(color.Substring(1 + (2 * i), 2), 16))];

        // WCAG 2.2, relative luminance.
        static double Luminance(double[] color) => color.Zip([0.2126, 0.7152, 0.0722], (c, weight) => weight * (c / 255 <= 0.04045 ? c / 255 / 12.92 : Math.Pow(((c / 255) + 0.055) / 1.055, 2.4))).Sum();
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
