using System.Globalization;

namespace NDSeg.IO.Formats;

/// <summary>An inclusive range of 0-based slices, open at either end when a bound is left out.</summary>
/// <param name="First">First slice; null starts at slice 0.</param>
/// <param name="Last">Last slice, included; null ends at the last slice.</param>
public sealed record SliceRange(int? First, int? Last)
{
    /// <summary>One slice.</summary>
    public static SliceRange Of(int slice) => new(slice, slice);

    /// <summary>Reads <c>7</c>, <c>3-9</c>, <c>3-</c>, <c>-9</c>, or <c>-</c> for all; <c>..</c> and <c>:</c> stand for the dash too.</summary>
    /// <exception cref="SegException">InvalidSliceRange.</exception>
    public static SliceRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string normal = text.Trim().Replace("..", "-", StringComparison.Ordinal).Replace(':', '-');
        string[] bounds = normal.Split('-');
        if (normal.Length > 0 && bounds.Length is 1 or 2 && TryBound(bounds[0], out int? first) && TryBound(bounds[^1], out int? last)
            && (first is null || last is null || first <= last))
        {
            return new SliceRange(first, last);
        }

        throw new SegException("InvalidSliceRange", SegErrorKind.InvalidArgument, $"Expected a range of slices such as '7', '3-9', '3-' or '-9', found '{text}'.", "Count slices from 0.");
    }

    /// <summary>Reads several ranges separated by commas.</summary>
    /// <exception cref="SegException">InvalidSliceRange.</exception>
    public static IReadOnlyList<SliceRange> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',').Select(Parse)];
    }

    /// <summary>The range as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => First == Last && First is int one
        ? one.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryBound(string text, out int? bound)
    {
        bound = null;
        if (text.Length == 0)
        {
            return true;
        }

        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        bound = number;
        return valid;
    }
}
