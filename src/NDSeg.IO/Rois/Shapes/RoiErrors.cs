namespace NDSeg.IO.Rois.Shapes;

/// <summary>Errors of files of strokes.</summary>
internal static class RoiErrors
{

    public static SegException Invalid(string path, string expected, string found, Exception? cause = null)
        => new("InvalidStrokes", SegErrorKind.InvalidData, $"Expected {expected}, found {found} in '{path}'.", "Save the strokes again in the program they come from.", cause: cause);

    /// <summary>The bytes of a file that is small enough to be strokes.</summary>
    public static byte[] ReadFile(string path)
    {
        const long Most = 512L << 20;
        var file = new FileInfo(path);
        return !file.Exists ? throw new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected a file of strokes at '{path}', found none.", "Check the path.")
            : file.Length <= Most ? File.ReadAllBytes(path)
            : throw Invalid(path, $"at most {Most} bytes of strokes", $"{file.Length}");
    }
}
