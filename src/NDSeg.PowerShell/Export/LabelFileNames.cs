using System.Globalization;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Export;

/// <summary>Names the files that results go to.</summary>
internal static class LabelFileNames
{
    /// <summary>A name made from the source: <c>&lt;file&gt;[_&lt;dataset&gt;][_&lt;slice&gt;]&lt;suffix&gt;.&lt;ext&gt;</c>.</summary>
    public static string For(ImageSource source, bool slice, string suffix, FileFormatInfo format) => For(source, slice, suffix + format.WriteExtensions[0]);

    /// <summary>The same with any ending.</summary>
    public static string For(ImageSource source, bool slice, string ending)
    {
        string name = source.Path is null ? "image" : Path.GetFileNameWithoutExtension(source.Path);
        if (source.Dataset is not null)
        {
            name += "_" + source.Dataset.Trim('/').Replace('/', '_');
        }

        if (slice && source.SliceIndex is int index)
        {
            name += string.Create(CultureInfo.InvariantCulture, $"_{index:D4}");
        }

        return name + ending;
    }

    /// <summary>The folder of a source below another, so that results keep the order their images are in.</summary>
    /// <param name="source">The source; one that was made in memory has no folder.</param>
    /// <param name="root">Full path of the folder above.</param>
    /// <exception cref="SegException">OutsideFolder.</exception>
    public static string Subfolder(ImageSource source, string root)
    {
        string relative = source.Path is null ? "." : Path.GetRelativePath(root, Path.GetDirectoryName(source.Path)!);
        return IsBelow(relative)
            ? relative
            : throw new SegException("OutsideFolder", SegErrorKind.InvalidArgument, $"Expected images below the folder '{root}' of -RelativeTo, found '{source.Path}'.", "Name a folder above all images.");
    }

    /// <summary>A name that a script block made: text, with folders if it likes, that stays in the folder.</summary>
    /// <exception cref="SegException">InvalidName.</exception>
    public static string Checked(string? name, ImageSource source)
        => !string.IsNullOrWhiteSpace(name) && IsBelow(Path.GetRelativePath(Path.GetFullPath("/f"), Path.GetFullPath(name, Path.GetFullPath("/f")))) && !Path.IsPathRooted(name)
            ? name
            : throw new SegException("InvalidName", SegErrorKind.InvalidArgument, $"Expected -NewName to give the name of a file in the folder for '{source}', found '{name}'.", "Give a name such as { $_.Source.ToString() + '.tif' }.");

    private static bool IsBelow(string relative)
        => !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The name of a map file beside a label file.</summary>
    public static string Beside(string target, SegSegmentation result, string what)
    {
        string slice = result.Series is not null && result.Source.SliceIndex is int index ? string.Create(CultureInfo.InvariantCulture, $"_{index:D4}") : string.Empty;
        return Beside(target, $"{slice}_{what}");
    }

    /// <summary>The name of a map file for all of a label volume.</summary>
    public static string Beside(string target, string ending) => Path.Combine(Path.GetDirectoryName(target)!, $"{Path.GetFileNameWithoutExtension(target)}{ending}.tif");
}
