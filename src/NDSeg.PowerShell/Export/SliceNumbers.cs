using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.PowerShell.Export;

/// <summary>Places among the slices that were read, as the numbers the source has for them.</summary>
internal static class SliceNumbers
{
    /// <summary>The numbers of places, which differ where only some slices were asked for.</summary>
    public static IReadOnlyList<int> Of(ImageSource source, IReadOnlyList<int> places)
        => source.Reading?.Slices is string slices ? [.. places.Select(Numbers(source, slices).ElementAt)] : places;

    private static IEnumerable<int> Numbers(ImageSource source, string slices) => SliceRange.ParseList(slices).SelectMany(range =>
    {
        int first = range.First ?? 0;
        return Enumerable.Range(first, (range.Last ?? source.SliceCount!.Value - 1) - first + 1);
    });
}
