using NDSeg.Storage;

namespace NDSeg.Paint.Saving;

/// <summary>Keeps a second painter away from a label file: each would replace, and discard, the strokes of the other.</summary>
internal static class PainterLock
{
    /// <summary>What the name of the label file is followed by.</summary>
    public const string Suffix = ".lock";

    // A painter that ends at this moment takes a while to let go.
    private const int Attempts = 20;
    private const int Pause = 25;

    /// <summary>Takes the lock of a label file.</summary>
    /// <param name="outFile">Full path of the label file.</param>
    /// <exception cref="SegException">TargetBusy; TargetNotWritable.</exception>
    public static LockFile Take(string outFile)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                if (LockFile.TryTake(outFile + Suffix) is { } held)
                {
                    return held;
                }
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(Pause);
            }
            catch (IOException e) when (File.Exists(outFile + Suffix))
            {
                throw Busy(outFile, e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SegException("TargetNotWritable", SegErrorKind.Access, $"Expected to be able to write '{outFile}': {e.Message}", "Choose another folder or change its permissions.", e);
            }
        }

        throw Busy(outFile, null);
    }

    private static SegException Busy(string outFile, Exception? cause)
        => new("TargetBusy", SegErrorKind.Access, $"Expected to be the only painter of '{outFile}', found another one at work.", "Finish that one first, or choose another -OutFile.", cause);
}
