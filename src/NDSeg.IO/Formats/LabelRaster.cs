using System.Buffers.Binary;
using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>A label map as the samples of a file: class values or colours in the smallest sample type that holds them.</summary>
internal sealed class LabelRaster
{
    private readonly SegLabels labels;
    private readonly long[] valueOf;

    private LabelRaster(SegLabels labels, LabelSampleType type)
    {
        this.labels = labels;
        Type = type;
        valueOf = [0, .. labels.Classes.Select(c => c.Value)];
    }

    public LabelSampleType Type { get; }

    public int Height => labels.Height;

    public int Width => labels.Width;

    public PixelSize? PixelSize => labels.PixelSize;

    /// <summary>Colours of the class values.</summary>
    public IReadOnlyDictionary<long, RgbColor> Colors => DistinctColors.Of(labels.Classes.GroupBy(c => c.Value).ToDictionary(c => c.Key, c => c.First().Color));

    /// <summary>The classes.</summary>
    public IReadOnlyList<SegClass> Classes => labels.Classes;

    /// <summary>Names and colours of the classes as files carry them.</summary>
    public string ClassTable => Formats.ClassTable.Write(labels.Classes);

    public int RowBytes => checked(Width * Type.BytesPerPixel);

    /// <exception cref="SegException">LabelValueOutOfRange.</exception>
    public static LabelRaster Of(SegLabels labels) => new(labels, LabelSampleType.For(labels.Classes, labels.Encoding));

    /// <summary>The raster in the sample type of the volume it belongs to.</summary>
    /// <exception cref="SegException">VolumeShapeMismatch when its values do not fit.</exception>
    public static LabelRaster Of(SegLabels labels, LabelSampleType type)
    {
        LabelSampleType needed = LabelSampleType.For(labels.Classes, labels.Encoding);
        return needed.FitsInto(type) || (needed.Samples == 1 && labels.Classes.All(c => type.Holds(c.Value)))
            ? new LabelRaster(labels, type)
            : throw new SegException("VolumeShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected every slice of a label volume to fit into {type}, found classes that need {needed}.", "Use one list of classes for all slices.");
    }

    /// <summary>Samples of some rows: little-endian, colours interleaved.</summary>
    public void Fill(int firstRow, int rows, Span<byte> target)
    {
        long first = (long)firstRow * Width;
        int count = rows * Width;
        if (Type.Samples == 3)
        {
            FillColors(first, target[..(3 * count)]);
            return;
        }

        switch (Type.Bits)
        {
            case 8 when labels.IsNarrow: FillBytes(first, target[..count]); break;
            case 8:
                for (int i = 0; i < count; i++)
                {
                    target[i] = (byte)valueOf[labels.At(first + i)];
                }

                break;
            case 16:
                for (int i = 0; i < count; i++)
                {
                    BinaryPrimitives.WriteInt16LittleEndian(target[(2 * i)..], (short)valueOf[labels.At(first + i)]);
                }

                break;
            default:
                for (int i = 0; i < count; i++)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(target[(4 * i)..], (int)valueOf[labels.At(first + i)]);
                }

                break;
        }
    }

    private void FillBytes(long first, Span<byte> target)
    {
        ReadOnlySpan<byte> indices = labels.Bytes.Slice((int)first, target.Length);
        Span<byte> table = stackalloc byte[256];
        bool same = true;
        for (int i = 0; i < valueOf.Length; i++)
        {
            table[i] = (byte)valueOf[i];
            same &= table[i] == i;
        }

        if (same)
        {
            indices.CopyTo(target);
            return;
        }

        for (int i = 0; i < target.Length; i++)
        {
            target[i] = table[indices[i]];
        }
    }

    private void FillColors(long first, Span<byte> target)
    {
        for (int i = 0, to = 0; to < target.Length; i++, to += 3)
        {
            long color = valueOf[labels.At(first + i)];
            target[to] = (byte)(color >> 16);
            target[to + 1] = (byte)(color >> 8);
            target[to + 2] = (byte)color;
        }
    }
}
