using NDSeg.IO.Figures;
using NDSeg.Storage;

namespace NDSeg.IO.Report;

/// <summary>
/// Writes reports: one HTML file per sample that needs nothing else, neither network nor other files, and an index over a folder of them.
/// </summary>
public static class ReportWriter
{
    /// <summary>Writes the report of a sample.</summary>
    /// <param name="path">Target, .html.</param>
    /// <param name="sample">What to tell.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellation">Ends the writing early; no file is left.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat; ReportMismatch when the parts differ in size.</exception>
    public static void Write(string path, ReportSample sample, bool overwrite = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sample);
        Require(path);
        RequireSameSize(sample);
        var thumbnail = ReportPictures.DataOf(new LabelPanel(sample.Labels), photograph: true, Thumbnail(sample.Labels.Height, sample.Labels.Width));
        var summary = new ReportSummary(
            sample.Title,
            sample.Written,
            sample.Volume?.Shape ?? sample.Labels.Shape,
            [.. sample.Phases.Select(p => new ReportSummary.Phase(p.Class, p.Color, p.Fraction))],
            sample.Accuracy?.MeanIoU,
            sample.Uncertainty?.Average(v => (double)v),
            sample.Objects.Count > 0 ? sample.Objects.Count : null,
            thumbnail);
        string html = PageFrame.Write(sample.Title, summary.ToJson(), page => new ReportBody(page, sample, cancellation).Write());
        Save(path, html, overwrite);
    }

    /// <summary>Writes a page with a line for every report of a folder and the trends of the phases.</summary>
    /// <param name="path">Target, .html, in the folder of the reports.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>Number of reports in it.</returns>
    /// <exception cref="SegException">TargetExists, also where it is a report; TargetNotWritable, UnknownFormat; NoReports when there is none.</exception>
    public static int WriteIndex(string path, bool overwrite = false, CancellationToken cancellation = default)
    {
        Require(path);
        if (File.Exists(path) && ReportSummary.Find(path) is { } own)
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected an index or no file at '{path}', found the report of {own.Title}.", "Give that report another name.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var reports = new List<(string File, ReportSummary Summary)>();
        foreach (string file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.html") : [])
        {
            cancellation.ThrowIfCancellationRequested();
            if (ReportSummary.Find(file) is ReportSummary summary)
            {
                reports.Add((Path.GetFileName(file), summary));
            }
        }

        if (reports.Count == 0)
        {
            throw new SegException("NoReports", SegErrorKind.NotFound, $"Expected reports in the folder '{folder}', found none.", "Write some with Export-SegReport first.");
        }

        Save(path, PageFrame.Write("Segmentation reports", null, page => IndexBody.Write(page, reports)), overwrite);
        return reports.Count;
    }

    private static (int Height, int Width) Thumbnail(int height, int width)
    {
        double scale = Math.Min(1, 96.0 / Math.Max(height, width));
        return (Math.Max(1, (int)(height * scale)), Math.Max(1, (int)(width * scale)));
    }

    private static void Require(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!string.Equals(Path.GetExtension(path), ".html", StringComparison.OrdinalIgnoreCase))
        {
            throw new SegException("UnknownFormat", SegErrorKind.InvalidArgument, $"Expected a file name ending in .html, found '{path}'.", "Choose this ending.");
        }
    }

    private static void RequireSameSize(ReportSample sample)
    {
        string expected = sample.Labels.Shape;
        Check("image", sample.Image is null ? expected : $"{sample.Image.Height} x {sample.Image.Width}");
        Check("truth", sample.Truth?.Shape ?? expected);
        Check("object map", sample.ObjectMap?.Shape ?? expected);
        if (sample.Uncertainty is { } map && map.LongLength != (long)sample.Labels.Height * sample.Labels.Width)
        {
            Check("uncertainty", $"{map.LongLength} values");
        }

        void Check(string what, string found)
        {
            if (found != expected)
            {
                throw new SegException("ReportMismatch", SegErrorKind.ShapeMismatch, $"Expected {what} of {expected} like the labels, found {found}.", "Give what belongs to these labels.");
            }
        }
    }

    private static void Save(string path, string html, bool overwrite)
        => AtomicFile.Write(path, overwrite, stream =>
        {
            using var writer = new StreamWriter(stream, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            writer.Write(html);
        });
}
