namespace NDSeg.XGBoost;

/// <summary>The native XGBoost library: found and loaded on first use, never when the module is imported.</summary>
public static class XGBoostLibrary
{
    /// <summary>The environment variable that names the library's file or folder.</summary>
    public const string EnvironmentVariable = "NDSEG_XGBOOST_LIBRARY";

    /// <summary>
    /// Looks for the library, loads it, and says what came of it. The answer is remembered; a failure is
    /// forgotten when <see cref="EnvironmentVariable"/> changes. Thread-safe, and never throws for a missing library.
    /// </summary>
    public static XGBoostStatus Probe() => throw new NotImplementedException();
}
