namespace NDSeg.IO.Files;

/// <summary>The errors all readers share: one wording and one id for each kind of bad file.</summary>
internal static class FileErrors
{
    public static SegException IsFolder(string path)
        => new("FileNotReadable", SegErrorKind.Access, $"Expected an image file, found the folder '{path}'.", "Name a file in it, or use a wildcard.");

    public static SegException Truncated(string path, string detail, Exception? cause = null)
        => new("TruncatedImage", SegErrorKind.InvalidData, $"The image file '{path}' is incomplete. {detail}", "Copy or export the file again.", cause: cause);

    public static SegException Corrupt(string path, string detail, Exception? cause = null)
        => new("CorruptImage", SegErrorKind.InvalidData, $"The image file '{path}' is damaged. {detail}", "Copy or export the file again.", cause: cause);

    public static SegException Unsupported(string path, string what, string remedy = "Save it in another variant, such as an uncompressed TIFF.")
        => new("UnsupportedImage", SegErrorKind.NotSupported, $"Expected an image variant that NDSeg reads, found {what} in '{path}'.", remedy);

    /// <summary>
    /// Runs a reader; whatever a decoder throws on damaged input becomes an error that names the file. Trouble with the
    /// disk has its own error by then, from the byte source.
    /// </summary>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (SegException or OperationCanceledException))
        {
            throw Translate(path, e);
        }
    }

    private static SegException Translate(string path, Exception e) => e switch
    {
        EndOfStreamException => Truncated(path, "The data end early.", e),
        OutOfMemoryException
            => new("UnsupportedImage", SegErrorKind.NotSupported, $"Expected an image that fits into memory, found a larger one in '{path}'.", "Read fewer slices, or on a machine with more memory.", cause: e),
        { InnerException: EndOfStreamException } => Truncated(path, "The data end early.", e),
        _ => Corrupt(path, $"Reading it failed: {e.Message}", e),
    };
}
