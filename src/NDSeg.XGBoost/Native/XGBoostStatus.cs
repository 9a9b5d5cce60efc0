namespace NDSeg.XGBoost.Native;

/// <summary>What is known about the native XGBoost library of this process.</summary>
/// <param name="Found">Whether a usable library is loaded.</param>
/// <param name="Path">The file that was loaded, or the bare name the system's loader resolved; null when none was.</param>
/// <param name="Version">The library's own version, such as 1.7.4; null when none was loaded.</param>
/// <param name="HasCuda">Whether the library can train on a CUDA card.</param>
/// <param name="Tried">Every place that did not give a library, in the order of the search, with the reason.</param>
/// <param name="Remedy">What to do to get a library; empty when one was found.</param>
public sealed record XGBoostStatus(
    bool Found,
    string? Path,
    Version? Version,
    bool HasCuda,
    IReadOnlyList<LibraryAttempt> Tried,
    string Remedy);
