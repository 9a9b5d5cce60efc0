using NDSeg.IO.Formats;
using NDSeg.Training;

namespace NDSeg.IO;

/// <summary>
/// Writes training tables for other programs, without loss: .csv for spreadsheets, pandas and Import-Csv; .npz for numpy. Files are
/// complete or absent, and equal tables give equal bytes.
/// </summary>
public static class TrainingDataWriter
{
    /// <summary>Writes a table of N rows and F maps.</summary>
    /// <param name="path">Target, .csv or .npz.</param>
    /// <param name="data">The table.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellation">Ends the writing early; no file is left.</param>
    /// <exception cref="SegException">UnknownFormat, TargetExists, TargetNotWritable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Write(string path, SegTrainingData data, bool overwrite = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(data);
        ITrainingDataFormat format = TrainingDataFormats.ForTarget(path);
        new OutputTarget(path, overwrite).WriteFile(stream => format.Write(stream, data, cancellation));
    }
}
