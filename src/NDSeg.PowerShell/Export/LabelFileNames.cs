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

    /// <summary>The name of a map file beside a label file.</summary>
    public static string Beside(string target, SegSegmentation result, string what)
    {
        string slice = result.Series is not null && result.Source.SliceIndex is int index ? string.Create(CultureInfo.InvariantCulture, $"_{index:D4}") : string.Empty;
        return Path.Combine(Path.GetDirectoryName(target)!, $"{Path.GetFileNameWithoutExtension(target)}{slice}_{what}.tif");
    }
}
