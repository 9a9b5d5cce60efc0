namespace NDSeg.Hdf5;

/// <summary>A file that cannot be read, with what is wrong and what helps as fields of their own.</summary>
public sealed class Hdf5Exception : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="kind">What is the matter.</param>
    /// <param name="detail">See <see cref="Detail"/>.</param>
    /// <param name="remedy">See <see cref="Remedy"/>.</param>
    /// <param name="cause">The underlying failure, when there is one.</param>
    public Hdf5Exception(Hdf5ErrorKind kind, string detail, string? remedy = null, Exception? cause = null)
        : base(kind == Hdf5ErrorKind.Unsupported ? $"Not read: {detail}." : detail, cause)
    {
        Kind = kind;
        Detail = detail;
        Remedy = remedy;
    }

    /// <summary>What is the matter.</summary>
    public Hdf5ErrorKind Kind { get; }

    /// <summary>A sentence about the fault; for <see cref="Hdf5ErrorKind.Unsupported"/> a noun phrase that names what is not read.</summary>
    public string Detail { get; }

    /// <summary>A sentence that says what to do; null where only a new copy of the file helps.</summary>
    public string? Remedy { get; }

    internal static Hdf5Exception Corrupt(string detail, Exception? cause = null) => new(Hdf5ErrorKind.Corrupt, detail, cause: cause);

    internal static Hdf5Exception Truncated(string detail, Exception? cause = null) => new(Hdf5ErrorKind.Truncated, detail, cause: cause);

    internal static Hdf5Exception Unsupported(string what, string remedy) => new(Hdf5ErrorKind.Unsupported, what, remedy);

    /// <summary>
    /// Runs a part of the reader. Damaged numbers lead the parsers outside their buffers, where the runtime's own checks
    /// stop them: that is damage too. What the source of the bytes throws goes through.
    /// </summary>
    internal static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException e)
        {
            throw Truncated("The data end early.", e);
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or ArithmeticException or InvalidDataException)
        {
            throw Corrupt($"Reading it failed: {e.Message}", e);
        }
    }
}
