using System.Diagnostics;
using NDSeg.IO.Report;
using Xunit;

namespace NDSeg.IO.Tests.Report;

/// <summary>Reports in a real browser, opened from disk.</summary>
public sealed class ReportBrowserTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [ChromiumFact]
    public void The_page_runs_its_own_script_and_no_other()
    {
        ReportWriter.Write(folder["report.html"], ReportTests.Sample(ReportTests.Hostile));
        string page = Load(folder["report.html"]);

        // Set by the script: a policy that shut it out would leave the attribute away.
        Assert.Contains("clip-path: inset(0px 0px 0px 50%)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<title>broken", page, StringComparison.Ordinal);

        // The policy lets the style in as well: the chosen layer alone is shown.
        Assert.Equal(4, page.Split("hidden=\"\"").Length - 1);
    }

    [ChromiumFact]
    public void The_index_stays_itself_whatever_reports_say()
    {
        ReportWriter.Write(folder["a.html"], ReportTests.Sample(ReportTests.Hostile));
        ReportWriter.Write(folder["b.html"], ReportTests.Sample("calm"));
        ReportWriter.WriteIndex(folder["index.html"]);
        string page = Load(folder["index.html"]);
        Assert.Contains("<title>Segmentation reports</title>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"./b.html\"", page, StringComparison.Ordinal);
    }

    // The document as it is after its scripts have run.
    private string Load(string file)
    {
        var start = new ProcessStartInfo(ChromiumFactAttribute.Browser!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={folder["profile"]}", "--virtual-time-budget=2000", "--dump-dom", new Uri(file).AbsoluteUri])
        {
            start.ArgumentList.Add(argument);
        }

        using Process browser = Process.Start(start)!;
        browser.ErrorDataReceived += (_, _) => { };
        browser.BeginErrorReadLine();
        Task<string> output = browser.StandardOutput.ReadToEndAsync();
        if (!browser.WaitForExit(60_000))
        {
            browser.Kill(entireProcessTree: true);
            Assert.Fail("The browser did not end within a minute.");
        }

        return output.GetAwaiter().GetResult();
    }
}
