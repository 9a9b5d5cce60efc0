using NDSeg.Images;

namespace NDSeg.PowerShell.Binding;

/// <summary>Which slice of a volume a label map from the pipeline belongs to.</summary>
internal static class VolumePlace
{
    /// <summary>The 0-based place: that in its series where the series is as long as the volume, else its number in its file.</summary>
    /// <exception cref="SegException">SliceUnknown.</exception>
    public static int Of(SegLabels labels, SegLabelVolume volume)
        => labels.Series is { } series && series.Count == volume.Depth ? series.Ordinal
            : labels.Slice is int slice && slice < volume.Depth ? slice
            : throw new SegException(
                "SliceUnknown",
                SegErrorKind.InvalidArgument,
                $"Expected a slice of a volume of {volume.Depth} slices ({volume.Source}), found {labels.Source} with {labels.Shape} labels, which does not say which one it is.",
                "Give the slices of the same volume, or the slice of the truth that belongs to it.");
}
