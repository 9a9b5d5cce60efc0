namespace NDSeg.IO.Formats;

/// <summary>Turns ranges of slices into slice numbers.</summary>
internal static class SliceSelection
{
    public static IReadOnlyList<int> Resolve(IReadOnlyList<SliceRange>? ranges, int sliceCount, string path)
    {
        var selected = new SliceList();
        foreach (SliceRange range in ranges ?? [new SliceRange(null, null)])
        {
            int first = range.First ?? 0;
            int last = range.Last ?? sliceCount - 1;
            Check(first, sliceCount, path);
            Check(last, sliceCount, path);
            selected.Add(first, last);
        }

        return selected;
    }

    public static void Check(int slice, int sliceCount, string path)
    {
        if (slice < 0 || slice >= sliceCount)
        {
            throw new SegException("SliceOutOfRange", SegErrorKind.InvalidArgument, $"Expected slices between 0 and {sliceCount - 1}, found {slice}: '{path}' holds {sliceCount}.", "Count slices from 0.");
        }
    }
}
