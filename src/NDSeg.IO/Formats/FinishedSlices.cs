using System.IO.Compression;
using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>The slices of a label volume, all of one shape and sample type, ready to be put into a file.</summary>
internal abstract class FinishedSlices
{
    /// <summary>Number of slices.</summary>
    public abstract int Count { get; }

    /// <summary>Rows of a slice.</summary>
    public abstract int Height { get; }

    /// <summary>Columns of a slice.</summary>
    public abstract int Width { get; }

    /// <summary>Samples of every slice.</summary>
    public abstract LabelSampleType Type { get; }

    /// <summary>Physical resolution, if known.</summary>
    public abstract PixelSize? PixelSize { get; }

    /// <summary>Physical resolution of a slice: that of the volume, unless the slice came with its own.</summary>
    public virtual PixelSize? PixelSizeOf(int slice) => PixelSize;

    /// <summary>Colours of the class values.</summary>
    public abstract IReadOnlyDictionary<long, RgbColor> Colors { get; }

    /// <summary>About as many bytes as all strips have together, never fewer.</summary>
    public abstract long StoredBytes { get; }

    /// <summary>The strips of a slice from top to bottom, each a zlib stream of whole rows (little-endian, colours interleaved).</summary>
    /// <exception cref="SegException">VolumeIncomplete when a slice was damaged in the meantime.</exception>
    public abstract IEnumerable<byte[]> Strips(int slice);

    /// <summary>The samples of a slice: rows without gaps, little-endian, colours interleaved.</summary>
    /// <exception cref="SegException">VolumeIncomplete when a slice was damaged in the meantime.</exception>
    public byte[] Samples(int slice, CancellationToken cancellation)
    {
        using var raw = new MemoryStream();
        foreach (byte[] strip in Strips(slice))
        {
            cancellation.ThrowIfCancellationRequested();
            using var inflater = new ZLibStream(new MemoryStream(strip, writable: false), CompressionMode.Decompress);
            inflater.CopyTo(raw);
        }

        return raw.GetBuffer();
    }
}
