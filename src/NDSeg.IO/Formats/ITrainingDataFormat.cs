using NDSeg.Training;

namespace NDSeg.IO.Formats;

/// <summary>Reads and writes training tables, without loss.</summary>
internal interface ITrainingDataFormat
{
    /// <summary>Ending of its files, with dot, lower case.</summary>
    string Extension { get; }

    /// <summary>Whether the first bytes of a file are those of a table of this format.</summary>
    bool Recognises(ReadOnlySpan<byte> head);

    /// <summary>Writes a table; equal tables give equal bytes.</summary>
    /// <param name="stream">Empty, seekable stream.</param>
    /// <param name="data">The table.</param>
    /// <param name="cancellation">Ends the writing early.</param>
    void Write(Stream stream, SegTrainingData data, CancellationToken cancellation);

    /// <summary>The description of a table, as JSON.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, which the caller makes an error of.</exception>
    string ReadHeader(Stream stream);

    /// <summary>Reads a table, with no more memory than a file of its size can justify.</summary>
    /// <param name="stream">A whole file; seekable.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">CorruptTrainingData; NewerTrainingFormat.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, which the caller makes an error of.</exception>
    SegTrainingData Read(Stream stream, CancellationToken cancellation);
}
