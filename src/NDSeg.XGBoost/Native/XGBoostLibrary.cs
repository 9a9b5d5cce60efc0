namespace NDSeg.XGBoost.Native;

/// <summary>The native XGBoost library: found and loaded on first use, never when the module is imported.</summary>
public static class XGBoostLibrary
{
    /// <summary>The environment variable that names the library's file or folder.</summary>
    public const string EnvironmentVariable = "NDSEG_XGBOOST_LIBRARY";

    private static readonly Lock Gate = new();
    private static XGBoostApi? loaded;
    private static XGBoostStatus? status;
    private static string? searchedFor;

    /// <summary>
    /// Looks for the library, loads it, and says what came of it. The answer is remembered; a failure is
    /// forgotten when <see cref="EnvironmentVariable"/> changes. Thread-safe, and never throws for a missing library.
    /// </summary>
    public static XGBoostStatus Probe() => Resolve().Status;

    /// <summary>The library's entry points.</summary>
    /// <exception cref="SegException">XGBoostNotInstalled, with every place that was looked at and the remedy.</exception>
    internal static XGBoostApi Require()
    {
        (XGBoostApi? api, XGBoostStatus found) = Resolve();
        return api ?? throw NotInstalled(found);
    }

    internal static SegException NotInstalled(XGBoostStatus status)
        => new(
            "XGBoostNotInstalled",
            SegErrorKind.NotInstalled,
            $"Expected the XGBoost library, {XGBoostApi.Oldest} or newer, and found none. {Places(status)}",
            status.Remedy);

    // Most places fail for the same reason; it is said once.
    private static string Places(XGBoostStatus status)
        => string.Join(" ", status.Tried.GroupBy(a => a.Reason).Select(g => $"Looked at {string.Join(", ", g.Select(a => a.Path))}: {g.Key}."));

    private static (XGBoostApi? Api, XGBoostStatus Status) Resolve()
    {
        lock (Gate)
        {
            string? named = Environment.GetEnvironmentVariable(EnvironmentVariable);
            if (status is null || (loaded is null && named != searchedFor))
            {
                (loaded, status) = LibraryLoader.Load(LibrarySearch.ForProcess(named));
                searchedFor = named;
            }

            return (loaded, status);
        }
    }
}
