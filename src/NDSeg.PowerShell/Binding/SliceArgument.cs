using NDSeg.IO.Formats;

namespace NDSeg.PowerShell.Binding;

/// <summary>Reads what -Slice parameters take.</summary>
internal static class SliceArgument
{
    /// <summary>The ranges in order, or null for all slices.</summary>
    /// <exception cref="SegException">InvalidSliceRange.</exception>
    public static IReadOnlyList<SliceRange>? Parse(string[]? texts) => texts is null ? null : [.. texts.SelectMany(SliceRange.ParseList)];
}
