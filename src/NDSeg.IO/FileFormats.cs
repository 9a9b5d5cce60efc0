using NDSeg.IO.Files;
using NDSeg.IO.Formats;
using NDSeg.IO.Hdf5;
using NDSeg.IO.Jpeg;
using NDSeg.IO.Png;
using NDSeg.IO.Tiff;
using NDSeg.IO.Zarr;

namespace NDSeg.IO;

/// <summary>The file formats of the module: the one list that readers, writers and commands ask.</summary>
public static class FileFormats
{
    // Asked in this order; a new format is one line here.
    private static IReadOnlyList<FileFormat> registered = [new TiffFormat(), new PngFormat(), new JpegFormat(), new Hdf5Format(), new ZarrFormat()];

    /// <summary>All formats and what can be done with them.</summary>
    public static IReadOnlyList<FileFormatInfo> All => [.. registered.Select(Describe)];

    /// <summary>The endings, with dot, of the files that are taken from a folder.</summary>
    public static IReadOnlyList<string> ReadExtensions => [.. registered.SelectMany(f => f.ReadExtensions)];

    /// <summary>The format a file name asks for when it is written; null when its ending is unknown.</summary>
    public static FileFormatInfo? OfTarget(string path) => ByName(path) is FileFormat format ? Describe(format) : null;

    /// <summary>The format of a name such as <c>TIFF</c>, whatever its case; null when there is none.</summary>
    public static FileFormatInfo? Named(string name)
        => registered.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is FileFormat format ? Describe(format) : null;

    /// <summary>Adds a format until the result is disposed.</summary>
    internal static IDisposable Register(FileFormat format)
    {
        registered = [.. registered, format];
        return new Registration(format);
    }

    /// <summary>The format of an input, by its content.</summary>
    /// <exception cref="SegException">NotAnImage, UnsupportedImage, FileNotReadable for a folder that is no input.</exception>
    internal static FileFormat Detect(InputSource input)
    {
        if (!input.IsFolder && input.Known == 0)
        {
            throw NotAnImage(input.Path, "an empty file, or a pipe");
        }

        if (registered.FirstOrDefault(f => f.Recognises(input)) is FileFormat format)
        {
            return format;
        }

        if (input.IsFolder)
        {
            throw FileErrors.IsFolder(input.Path);
        }

        throw UnreadFormats.Describe(input.Head) is string known
            ? FileErrors.Unsupported(input.Path, known, "Convert it to TIFF, PNG or HDF5.")
            : NotAnImage(input.Path, $"the bytes {Convert.ToHexString(input.Head[..Math.Min(input.Known, 8)])}");
    }

    /// <summary>The format that a file name asks for.</summary>
    /// <param name="path">File to be written.</param>
    /// <param name="can">What the format must be able to do.</param>
    /// <exception cref="SegException">UnknownFormat, naming the endings that are possible.</exception>
    internal static FileFormat ForTarget(string path, Func<FileFormat, bool> can)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (ByName(path) is FileFormat format && can(format))
        {
            return format;
        }

        IEnumerable<string> endings = registered.Where(can).Select(f => f.WriteExtensions[0]);
        throw new SegException("UnknownFormat", SegErrorKind.InvalidArgument, $"Expected a file name ending in {string.Join(", ", endings)}, found '{path}'.", "Choose one of these endings.");
    }

    /// <summary>What writes a volume slice by slice into place where a path asks for such a format, or null.</summary>
    internal static IInPlaceFormat? InPlaceOf(string path) => ByName(path)?.InPlace;

    /// <summary>The error for content that no format recognises.</summary>
    internal static SegException NotAnImage(string path, string found)
    {
        string[] names = [.. registered.Select(f => f.Name)];
        string list = $"{string.Join(", ", names[..^1])} or {names[^1]}";
        return new SegException("NotAnImage", SegErrorKind.InvalidData, $"Expected a {list} file, found {found} in '{path}'.", "Convert the file, or check the path.");
    }

    private static FileFormat? ByName(string path)
        => registered.FirstOrDefault(f => f.IsTarget(path));

    private static FileFormatInfo Describe(FileFormat format)
        => new(format.Name, format.ReadExtensions, format.WriteExtensions, format.HasDatasets, format.Labels is not null, format.Volumes is not null || format.InPlace is not null, format.Planes is not null);

    private sealed class Registration(FileFormat format) : IDisposable
    {
        public void Dispose() => registered = [.. registered.Where(f => f != format)];
    }
}
