using NDSeg.Images;

namespace NDSeg.IO.Labels;

/// <summary>Makes classes out of the values found in label files.</summary>
internal static class LabelClasses
{
    /// <summary>Classes 1..K in ascending order of their values: those the file declares, and what else it holds.</summary>
    /// <param name="values">Values found.</param>
    /// <param name="declared">Classes with the names and colours that the file gives them; they stay where no pixel has them.</param>
    /// <param name="encoding">How values stand in the file.</param>
    /// <param name="names">Names that were asked for, or null.</param>
    /// <param name="colors">Colours that were asked for, or null.</param>
    /// <param name="path">The file, for messages.</param>
    public static SegClassList Of(IEnumerable<long> values, IReadOnlyList<SegClass> declared, LabelEncoding encoding, IReadOnlyList<string>? names, IReadOnlyList<RgbColor>? colors, string path)
    {
        Dictionary<long, SegClass> known = declared.ToDictionary(c => c.Value);
        long[] sorted = [.. values.Union(known.Keys).Order()];
        if (sorted.Length > LabelValues.MostClasses)
        {
            throw new SegException("TooManyClasses", SegErrorKind.InvalidData, $"Expected at most {LabelValues.MostClasses} classes, found {sorted.Length} in '{path}'.");
        }

        var classes = new SegClassList(sorted.Select((value, k) => known.TryGetValue(value, out SegClass? one)
            ? one.WithIndex(k + 1)
            : new SegClass(k + 1, value, SegClassList.NameOf(k + 1), encoding == LabelEncoding.Rgb ? Unpack(value) : ClassPalette.OfClass(k))));
        return classes.Named(names, colors, $"'{path}'");
    }

    public static RgbColor Unpack(long value) => new((byte)(value >> 16), (byte)(value >> 8), (byte)value);
}
