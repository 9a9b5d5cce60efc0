using System.Globalization;
using NDSeg.Images;

namespace NDSeg.PowerShell.Export;

/// <summary>Names the files that results go to.</summary>
internal static class LabelFileNames
{
    /// <summary>A name made from the source: <c>&lt;file&gt;[_&lt;dataset&gt;][_&lt;slice&gt;]&lt;suffix&gt;.&lt;ext&gt;</c>.</summary>
    public static string For(ImageSource source, bool slice, string suffix, LabelFileFormat format)
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

        return name + suffix + format switch { LabelFileFormat.Png => ".png", LabelFileFormat.Hdf5 => ".h5", _ => ".tif" };
    }

    /// <summary>The name of a map file beside a label file.</summary>
    public static string Beside(string target, ImageSource source, string what)
    {
        string slice = source.Ordinal is not null && source.SliceIndex is int index ? string.Create(CultureInfo.InvariantCulture, $"_{index:D4}") : string.Empty;
        return Path.Combine(Path.GetDirectoryName(target)!, $"{Path.GetFileNameWithoutExtension(target)}{slice}_{what}.tif");
    }
}
