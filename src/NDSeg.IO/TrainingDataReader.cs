using NDSeg.IO.Formats;
using NDSeg.Training;

namespace NDSeg.IO;

/// <summary>Reads training tables that <see cref="TrainingDataWriter"/> wrote, rows that were added or taken away included. The content decides the format.</summary>
public static class TrainingDataReader
{
    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">FileNotFound; FileNotReadable; NotTrainingData; CorruptTrainingData; NewerTrainingFormat.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SegTrainingData Read(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using Stream stream = TrainingDataFormats.Open(path);
        return Read(stream, path, cancellation);
    }

    /// <summary>The description inside a table file, as JSON; null where the file is none.</summary>
    /// <exception cref="SegException">FileNotFound; FileNotReadable; CorruptTrainingData.</exception>
    internal static string? ReadHeader(string path)
    {
        using Stream stream = TrainingDataFormats.Open(path);
        return TrainingDataFormats.Detect(stream) is { } format ? Guard(path, () => format.ReadHeader(stream)) : null;
    }

    /// <summary>Reads a table from a whole file.</summary>
    /// <param name="stream">Seekable.</param>
    /// <param name="name">The file, for messages.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    internal static SegTrainingData Read(Stream stream, string name, CancellationToken cancellation)
    {
        ITrainingDataFormat format = Guard(name, () => TrainingDataFormats.Detect(stream))
            ?? throw new SegException("NotTrainingData", SegErrorKind.InvalidData, $"Expected a training table, found other content in '{name}'.", "Give a file of Export-SegTrainingData. A .csv keeps its first line, which describes the maps and classes.");
        return Guard(name, () => format.Read(stream, cancellation));
    }

    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SegException e) when (e.Id is "CorruptTrainingData" or "InvalidTrainingData" or "NoLabelledPixels")
        {
            throw Corrupt(name, e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException or OverflowException or ArgumentException or NotSupportedException or OutOfMemoryException)
        {
            throw Corrupt(name, e);
        }
    }

    private static SegException Corrupt(string name, Exception cause)
        => new("CorruptTrainingData", SegErrorKind.InvalidData, $"Expected a whole training table, found a damaged one in '{name}': {cause.Message}", "Copy the file again or export the table anew.", cause: cause);
}
