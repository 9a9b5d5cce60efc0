using NDSeg.Images;

namespace NDSeg.PowerShell.Binding;

/// <summary>Which slice of a volume a map from the pipeline belongs to.</summary>
internal static class VolumePlace
{
    private const string Remedy = "Give slices of that volume, or the volume they are of.";

    /// <summary>The 0-based place of a label map in a label volume.</summary>
    /// <inheritdoc cref="Of(SeriesPosition?, int?, int, ImageSource, string)"/>
    public static int Of(SegLabels labels, SegLabelVolume volume)
        => Of(labels.Series, labels.Slice, volume.Depth, volume.Source, $"{labels.Source} with {labels.Shape} labels");

    /// <summary>The 0-based place: that in its series where the series is as long as the volume, else its number in its file.</summary>
    /// <param name="series">Place of the map in what it was read with.</param>
    /// <param name="slice">Number of the map in its file.</param>
    /// <param name="depth">Slices of the volume.</param>
    /// <param name="volume">Source of the volume.</param>
    /// <param name="found">The map in words.</param>
    /// <exception cref="SegException">SliceUnknown; SliceOutOfRange.</exception>
    public static int Of(SeriesPosition? series, int? slice, int depth, ImageSource volume, string found)
    {
        if (series is not null && series.Count == depth)
        {
            return series.Ordinal;
        }

        return slice switch
        {
            null => throw new SegException("SliceUnknown", SegErrorKind.InvalidArgument, $"Expected a slice of a volume of {depth} slices ({volume}), found {found}, which does not say which one it is.", Remedy),
            int number when number >= depth => throw new SegException("SliceOutOfRange", SegErrorKind.InvalidArgument, $"Expected one of the slices 0 to {depth - 1} of {volume}, found slice {number}: {found}.", Remedy),
            int number => number,
        };
    }
}
