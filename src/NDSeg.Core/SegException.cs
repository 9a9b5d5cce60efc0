namespace NDSeg;

/// <summary>
/// An error a user can act on. <see cref="Id"/> is stable across releases, so scripts may test for it;
/// the message says what was expected, what was found, and what to do.
/// </summary>
public sealed class SegException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="id">Stable identifier in PascalCase, such as <c>LabelShapeMismatch</c>.</param>
    /// <param name="kind">The sort of failure.</param>
    /// <param name="message">Expected, found, remedy.</param>
    /// <param name="cause">The underlying failure, when there is one.</param>
    public SegException(string id, SegErrorKind kind, string message, Exception? cause = null)
        : base(message, cause)
    {
        Id = id;
        Kind = kind;
    }

    /// <summary>Stable identifier in PascalCase.</summary>
    public string Id { get; }

    /// <summary>The sort of failure.</summary>
    public SegErrorKind Kind { get; }
}
