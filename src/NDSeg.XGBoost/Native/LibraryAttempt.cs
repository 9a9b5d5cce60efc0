namespace NDSeg.XGBoost.Native;

/// <summary>One place where the XGBoost library was looked for in vain.</summary>
/// <param name="Path">Full path, or the bare name that was handed to the system's loader.</param>
/// <param name="Reason">Why it could not be used.</param>
public sealed record LibraryAttempt(string Path, string Reason)
{
    /// <summary>Path and reason on one line.</summary>
    public override string ToString() => $"{Path}: {Reason}";
}
