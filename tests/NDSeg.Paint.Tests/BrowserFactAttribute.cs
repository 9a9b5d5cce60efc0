using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>A test in a real browser; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>Decides whether the test runs.</summary>
    public BrowserFactAttribute()
    {
        if (Browser is null)
        {
            Skip = "No Chromium was found: install one (apt install chromium), or name it in NDSEG_BROWSER.";
        }
    }

    /// <summary>The browser, or null.</summary>
    public static string? Browser { get; } = Environment.GetEnvironmentVariable("NDSEG_BROWSER") is { Length: > 0 } named ? named : Places.FirstOrDefault(File.Exists);
}
