namespace NDSeg;

/// <summary>
/// An error a user can act on. <see cref="Id"/> is stable across releases, so scripts may test for it; what was expected and
/// found and what to do about it are properties, and the message is both, for people.
/// </summary>
public sealed class SegException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="id">Stable identifier in PascalCase, such as <c>LabelShapeMismatch</c>.</param>
    /// <param name="kind">The sort of failure.</param>
    /// <param name="finding">What was expected and what was found: whole sentences.</param>
    /// <param name="remedy">What to do about it: whole sentences; null where only the programmer can do something.</param>
    /// <param name="cause">The underlying failure, when there is one.</param>
    public SegException(string id, SegErrorKind kind, string finding, string? remedy = null, Exception? cause = null)
        : base(remedy is null ? finding : finding + (finding.Contains('\n', StringComparison.Ordinal) ? Environment.NewLine : " ") + remedy, cause)
    {
        Id = id;
        Kind = kind;
        Finding = finding;
        Remedy = remedy;
    }

    /// <summary>Stable identifier in PascalCase.</summary>
    public string Id { get; }

    /// <summary>The sort of failure.</summary>
    public SegErrorKind Kind { get; }

    /// <summary>What was expected and what was found.</summary>
    public string Finding { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Remedy { get; }
}
