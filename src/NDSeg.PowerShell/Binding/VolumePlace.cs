using NDSeg.Images;

namespace NDSeg.PowerShell.Binding;

/// <summary>Which slice of a volume a label map belongs to.</summary>
internal static class VolumePlace
{
    /// <summary>The 0-based place of strokes in the volume they were painted on.</summary>
    /// <exception cref="SegException">UnknownSlice; SliceOutOfRange.</exception>
    public static int Of(SegLabels labels, SegVolume volume)
    {
        int place = Number(labels, volume.Depth, volume.FirstSlice) ?? labels.Series?.Ordinal ?? throw new SegException(
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

    /// <summary>The 0-based place of a label map from the pipeline in the volume it is compared with.</summary>
    /// <exception cref="SegException">SliceUnknown.</exception>
    public static int Of(SegLabels labels, SegLabelVolume volume)
    {
        // Of two parts of one file that are equally long, only their numbers tell whether they are the same.
        bool numbered = volume.FirstSlice > 0 && labels.Source.SliceCount != volume.Depth;
        int? number = Number(labels, volume.Depth, volume.FirstSlice);
        int? ordinal = labels.Series is { } series && series.Count == volume.Depth ? series.Ordinal : null;
        int? place = numbered ? number ?? ordinal : ordinal ?? number;
        return place is int known and >= 0 && known < volume.Depth
            ? known
            : throw new SegException(
                "SliceUnknown",
                SegErrorKind.InvalidArgument,
                $"Expected a slice of a volume of the slices {volume.FirstSlice} to {volume.FirstSlice + volume.Depth - 1} ({volume.Source}), found {labels.Source} with {labels.Shape} labels, which does not say that it is one.",
                "Give the slices of the same volume, or the slice of the truth that belongs to it.");
    }

    // A file that is as long as the volume, which is a part of a longer one, counts from the part's own beginning.
    private static int? Number(SegLabels labels, int depth, int first)
        => labels.Slice is int slice ? slice - (labels.Source.SliceCount == depth ? 0 : first) : null;
}
