using System.Text.RegularExpressions;
using NDSeg.IO.Rois.Shapes;

namespace NDSeg.IO.Rois.ImageJ;

/// <summary>
/// From names of regions to names of classes. ImageJ names regions by their place (0012-0345) unless the user does, and tells equal
/// names apart by a number behind them (pore, pore-1, pore-2).
/// </summary>
internal static partial class ImageJRoiNames
{
    /// <summary>The marks of one file with class names for names of regions.</summary>
    public static IReadOnlyList<RoiMark> Classify(IReadOnlyList<RoiMark> marks)
    {
        var names = marks.Select(m => m.ClassName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. marks.Select(m => m with { ClassName = m.Value is int group ? $"group {group}" : ClassOf(m.ClassName?.Trim(), names) })];
    }

    // A number is cut off only where the name without it is there too: Al-6061 alone keeps its name.
    private static string? ClassOf(string? name, HashSet<string> names)
    {
        if (string.IsNullOrEmpty(name) || ByPlace().IsMatch(name))
        {
            return null;
        }

        string shorter = NumberBehind().Replace(name, string.Empty);
        return names.Contains(shorter) ? shorter : name;
    }

    [GeneratedRegex(@"^\d{4,}(-\d{4,}){1,2}(-\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ByPlace();

    [GeneratedRegex(@"(?<=.)-\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberBehind();
}
