using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.Paint.Slices;
using NDSeg.Storage;

namespace NDSeg.Paint.Saving;

/// <summary>What may be painted to: whatever is wrong with a target is said before the page opens, not with the first save.</summary>
internal static class TargetRules
{
    private const string ModelExtension = ".ndseg";

    /// <summary>Refuses files that saving could not write, or must not.</summary>
    /// <param name="outFile">Full path of the label file.</param>
    /// <param name="modelFile">Full path of the model file, or null.</param>
    /// <param name="slices">What is painted on.</param>
    /// <exception cref="SegException">UnknownFormat; TargetIsInput; SameTarget; TargetNotWritable.</exception>
    public static void Require(string outFile, string? modelFile, SliceSource slices)
    {
        RequireFormat(outFile, slices.Count > 1);
        RequirePlace(outFile);
        RequireNoInput("-OutFile", outFile, slices);
        if (modelFile is null)
        {
            return;
        }

        if (RealPath.IsSame(outFile, modelFile))
        {
            throw new SegException("SameTarget", SegErrorKind.InvalidArgument, $"Expected different files for labels and model, found '{modelFile}' for both.", "Choose another -ModelOutFile.");
        }

        RequireNoInput("-ModelOutFile", modelFile, slices);
        if (!Path.GetExtension(modelFile).Equals(ModelExtension, StringComparison.OrdinalIgnoreCase))
        {
            throw new SegException("UnknownFormat", SegErrorKind.InvalidArgument, $"Expected a model file whose name ends in {ModelExtension}, found '{modelFile}'.", "Choose this ending for -ModelOutFile.");
        }

        RequirePlace(modelFile);
    }

    private static void RequireFormat(string outFile, bool volume)
    {
        bool Can(FileFormatInfo format) => volume ? format.WritesVolumes : format.WritesLabels;
        if (FileFormats.OfTarget(outFile) is { } known && Can(known))
        {
            return;
        }

        string what = volume ? "label volume" : "label file";
        IEnumerable<string> endings = FileFormats.All.Where(Can).Select(f => f.WriteExtensions[0]);
        throw new SegException("UnknownFormat", SegErrorKind.InvalidArgument, $"Expected a {what} whose name ends in {string.Join(", ", endings)}, found '{outFile}'.", "Choose one of these endings.");
    }

    private static void RequirePlace(string target)
    {
        AtomicFile.RequireFolder(target);

        // A Zarr volume is a folder; whether it may be replaced its writer knows.
        if (Directory.Exists(target) && !FileFormats.IsFolderInput(target))
        {
            throw new SegException("TargetNotWritable", SegErrorKind.Access, $"Expected a file to write to, found the folder '{target}'.", "Give a file name.");
        }
    }

    private static void RequireNoInput(string parameter, string target, SliceSource slices)
    {
        if (slices.Files.Any(f => RealPath.IsSame(f, target) || RealPath.IsInside(f, target)))
        {
            throw new SegException("TargetIsInput", SegErrorKind.InvalidArgument, $"Expected a file of its own, found the image that is painted on: '{target}'.", $"Choose another {parameter}.");
        }
    }
}
