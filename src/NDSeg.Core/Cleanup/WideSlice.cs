using NDSeg.Images;

namespace NDSeg.Cleanup;

/// <summary>The labels of a slice as 16-bit numbers, and back.</summary>
internal static class WideSlice
{
    public static ushort[] Of(SegLabels labels)
    {
        if (!labels.IsNarrow)
        {
            return labels.Words.ToArray();
        }

        var wide = new ushort[labels.Bytes.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = labels.Bytes[i];
        }

        return wide;
    }

    /// <summary>Other labels of the same classes, as wide as those of the map were.</summary>
    public static SegLabels ToLabels(SegLabels labels, ushort[] indices)
        => (labels.IsNarrow
            ? new SegLabels(labels.Height, labels.Width, Array.ConvertAll(indices, i => (byte)i), labels.Classes, labels.Encoding, labels.Source, labels.PixelSize)
            : new SegLabels(labels.Height, labels.Width, indices, labels.Classes, labels.Encoding, labels.Source, labels.PixelSize)).InSeries(labels.Series);
}
