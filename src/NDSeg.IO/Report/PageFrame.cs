using System.Security.Cryptography;
using System.Text;

namespace NDSeg.IO.Report;

/// <summary>
/// What every page has: style and script of the assembly, and a policy that lets the browser run these two and nothing else, and load
/// nothing from anywhere.
/// </summary>
internal static class PageFrame
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    /// <summary>Writes a page.</summary>
    /// <param name="title">Title of the window and heading.</param>
    /// <param name="summary">JSON for the index, already free of markup; null for none.</param>
    /// <param name="body">Writes what stands below the heading.</param>
    public static string Write(string title, string? summary, Action<HtmlPage> body)
    {
        var page = new HtmlPage();
        page.Write($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-{Hash(Style)}'; script-src 'sha256-{Hash(Script)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="NDSeg">

            """);
        if (summary is not null)
        {
            page.WriteOwn($"<script type=\"application/json\" id=\"{ReportSummary.ElementId}\">{summary}</script>\n");
        }

        page.Write($"<title>{title}</title><style>");
        page.WriteOwn(Style);
        page.Write($"</style></head><body><main><h1>{title}</h1>\n");
        body(page);
        page.Write($"</main><script>");
        page.WriteOwn(Script);
        page.Write($"</script></body></html>\n");
        return page.ToString();
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using Stream stream = typeof(PageFrame).Assembly.GetManifestResourceStream($"NDSeg.IO.Report.{name}")!;

        // The browser hashes the text with its own line ends; a checkout with others must not lock the page out of its own script.
        return new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n");
    }
}
