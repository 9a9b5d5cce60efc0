using System.Globalization;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>Where chunks stand below their array: made of numbers alone, so that no metadata leads out of the folder.</summary>
/// <param name="Prefix">What stands before the numbers, or null.</param>
/// <param name="Separator">What stands between them: <c>/</c> for folders, or <c>.</c>.</param>
internal sealed record ChunkKeys(string? Prefix, char Separator)
{
    /// <summary>The path of a chunk, with <c>/</c> between folders.</summary>
    public string Of(ReadOnlySpan<long> place)
    {
        if (place.IsEmpty)
        {
            return Prefix ?? "0";
        }

        string numbers = string.Join(Separator, place.ToArray().Select(p => p.ToString(CultureInfo.InvariantCulture)));
        return Prefix is null ? numbers : Prefix + Separator + numbers;
    }
}
