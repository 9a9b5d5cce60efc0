using NDSeg.Images;

namespace NDSeg.PowerShell.Binding;

/// <summary>Which slice of a volume a map from the pipeline belongs to.</summary>
internal static class VolumePlace
{
    private const string Remedy = "Give slices of that volume, or the volume they are of.";

    /// <summary>The 0-based place of strokes in the volume they were painted on.</summary>
    /// <exception cref="SegException">UnknownSlice; SliceOutOfRange.</exception>
    public static int Of(SegLabels labels, SegVolume volume)
    {
        int place = Number(labels.Source, volume.Depth, volume.FirstSlice) ?? labels.Series?.Ordinal ?? throw new SegException(
            "UnknownSlice",
            SegErrorKind.InvalidArgument,
            $"Expected labels that say which of the {volume.Depth} slices of {volume.Source} they were painted on, found {labels}.",
            "Save strokes as slices of a label volume, and read them with Import-SegLabels.");
        return place >= 0 && place < volume.Depth
            ? place
            : throw new SegException(
                "SliceOutOfRange",
                SegErrorKind.InvalidArgument,
                $"Expected labels of the slices {volume.FirstSlice} to {volume.FirstSlice + volume.Depth - 1}, which are those of the volume of {volume.Source}, found {labels.Source}.",
                "Leave out the labels of other slices, or read more slices of the image.");
    }

    /// <summary>The 0-based place of a label map in a label volume.</summary>
    /// <inheritdoc cref="Of(SeriesPosition?, ImageSource, int, int, ImageSource, string)"/>
    public static int Of(SegLabels labels, SegLabelVolume volume)
        => Of(labels.Series, labels.Source, volume.Depth, volume.FirstSlice, volume.Source, $"{labels.Source} with {labels.Shape} labels");

    /// <summary>The 0-based place: that in its series where the series is as long as the volume, else its number in its file.</summary>
    /// <param name="series">Place of the map in what it was read with.</param>
    /// <param name="slice">Where the map came from.</param>
    /// <param name="depth">Slices of the volume.</param>
    /// <param name="first">Number of the volume's first slice in its file.</param>
    /// <param name="volume">Source of the volume.</param>
    /// <param name="found">The map in words.</param>
    /// <exception cref="SegException">SliceUnknown; SliceOutOfRange.</exception>
    public static int Of(SeriesPosition? series, ImageSource slice, int depth, int first, ImageSource volume, string found)
    {
        // Of two parts of one file that are equally long, only their numbers tell whether they are the same.
        bool numbered = first > 0 && slice.SliceCount != depth;
        int? number = Number(slice, depth, first);
        int? ordinal = series?.Count == depth ? series.Ordinal : null;
        return (numbered ? number ?? ordinal : ordinal ?? number) switch
        {
            null => throw new SegException("SliceUnknown", SegErrorKind.InvalidArgument, $"Expected a slice of a volume of {depth} slices ({volume}), found {found}, which does not say which one it is.", Remedy),
            int place when place < 0 || place >= depth => throw new SegException("SliceOutOfRange", SegErrorKind.InvalidArgument, $"Expected one of the slices {first} to {first + depth - 1} of {volume}, found slice {slice.SliceIndex}: {found}.", Remedy),
            int place => place,
        };
    }

    // A file that is as long as the volume, which is a part of a longer one, counts from the part's own beginning.
    private static int? Number(ImageSource slice, int depth, int first) => slice.SliceIndex is int number ? number - (slice.SliceCount == depth ? 0 : first) : null;
}
