using NDSeg.Images;

namespace NDSeg.IO.Labels;

/// <summary>Makes classes out of the values found in label files.</summary>
internal static class LabelClasses
{
    /// <summary>Classes 1..K in ascending order of their values.</summary>
    public static IReadOnlyList<SegClass> Of(IEnumerable<long> values, LabelEncoding encoding, IReadOnlyList<string>? names, string path)
    {
        long[] sorted = [.. values.Order()];
        if (sorted.Length > LabelValues.MostClasses)
        {
            throw new SegException("TooManyClasses", SegErrorKind.InvalidData, $"Expected at most {LabelValues.MostClasses} classes, found {sorted.Length} in '{path}'.");
        }

        if (names is not null && names.Count != sorted.Length)
        {
            throw new SegException(
                "ClassNameCountMismatch",
                SegErrorKind.InvalidArgument,
                $"Expected a name for each of the {sorted.Length} classes in '{path}' (values {string.Join(", ", sorted.Take(20))}), found {names.Count} names.", "Give the names in the order of the values.");
        }

        return [.. sorted.Select((value, k) => new SegClass(
            k + 1,
            value,
            names is null ? $"class {k + 1}" : names[k],
            encoding == LabelEncoding.Rgb ? Unpack(value) : ClassPalette.OfClass(k)))];
    }

    public static RgbColor Unpack(long value) => new((byte)(value >> 16), (byte)(value >> 8), (byte)value);
}
