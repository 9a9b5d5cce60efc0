namespace NDSeg.Storage;

/// <summary>The bytes of an input by their hash. Safe to use from several threads.</summary>
public interface IContent
{
    /// <summary>Says that pixels are being read.</summary>
    void Read();

    /// <summary>Lower-case hexadecimal SHA-256 of the bytes that were read.</summary>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <exception cref="SegException">InputChanged; FileNotReadable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    string Sha256(CancellationToken cancellation = default);
}
