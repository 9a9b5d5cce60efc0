using Xunit;

namespace NDSeg.IO.Tests.Report;

/// <summary>A test that needs the browser chromium; skipped with the reason where it is not installed.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Browser is null ? "chromium is not installed (no chromium, chromium-browser or google-chrome on the path)" : null;

    /// <summary>Full path of the browser, or null.</summary>
    public static string? Browser { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .SelectMany(folder => (string[])["chromium", "chromium-browser", "google-chrome"], Path.Combine)
        .FirstOrDefault(File.Exists);
}
