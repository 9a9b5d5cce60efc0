using NDSeg.IO.Csv;
using NDSeg.IO.Formats;
using NDSeg.IO.Npz;
using NDSeg.Storage;

namespace NDSeg.IO;

/// <summary>The formats of training tables: the one list that their reader, writer and commands ask.</summary>
public static class TrainingDataFormats
{
    private const int HeadLength = 32;

    private static readonly ITrainingDataFormat[] Registered = [new CsvTable(), new NpzTable()];

    /// <summary>The endings, with dot, of the files that hold training tables.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [.. Registered.Select(f => f.Extension)];

    /// <summary>The format that a file name asks for.</summary>
    /// <exception cref="SegException">UnknownFormat, naming the endings that are possible.</exception>
    internal static ITrainingDataFormat ForTarget(string path)
        => Registered.FirstOrDefault(f => f.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase))
            ?? throw new SegException("UnknownFormat", SegErrorKind.InvalidArgument, $"Expected a file name ending in {string.Join(" or ", Extensions)}, found '{path}'.", "Choose one of these endings.");

    /// <summary>The format of a file's content, or null.</summary>
    internal static ITrainingDataFormat? Detect(Stream stream)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        stream.Position = 0;
        int known = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        stream.Position = 0;
        foreach (ITrainingDataFormat format in Registered)
        {
            if (format.Recognises(head[..known]))
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>Opens a file; a pipe has nothing to read.</summary>
    /// <exception cref="SegException">FileNotFound; FileNotReadable.</exception>
    internal static Stream Open(string path)
    {
        try
        {
            return RegularFile.IsEmpty(path) ? Stream.Null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected a training table at '{path}', found no file.", "Check the path.", cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{path}': {e.Message}", "Check the file and its permissions.", cause: e);
        }
    }
}
