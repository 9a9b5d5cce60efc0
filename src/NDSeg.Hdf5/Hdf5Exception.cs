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

    internal static Hdf5Exception Missing(string detail) => new(Hdf5ErrorKind.Missing, detail, "Put it beside the file that refers to it, under the name it has there.");

    internal static Hdf5Exception Unsupported(string what, string remedy) => new(Hdf5ErrorKind.Unsupported, what, remedy);

    /// <summary>The same, said of a file that is read because another one refers to it.</summary>
    /// <param name="file">Its name; null for the file that was opened.</param>
    internal Hdf5Exception In(string? file)
        => file is null ? this : new(Kind, Kind == Hdf5ErrorKind.Unsupported ? $"{Detail}, in the file '{file}' it refers to" : $"In the file '{file}' it refers to: {Detail}", Remedy, this);

    /// <summary>Runs a part of the reader on a file that another one refers to, which errors then name.</summary>
    /// <param name="read">The part.</param>
    /// <param name="file">The file's name; null for the file that was opened.</param>
    internal static T Guard<T>(Func<T> read, string? file)
    {
        try
        {
            return Guard(read);
        }
        catch (Hdf5Exception e) when (file is not null)
        {
            throw e.In(file);
        }
    }

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
