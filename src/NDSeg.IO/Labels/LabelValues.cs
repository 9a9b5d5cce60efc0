using System.Numerics;
using System.Runtime.CompilerServices;
using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Labels;

/// <summary>The label values of one slice: one integer per pixel, or packed colours.</summary>
internal abstract class LabelValues
{
    /// <summary>More classes than this are no labels; an index has 16 bits.</summary>
    public const int MostClasses = ushort.MaxValue;

    /// <summary>Adds the distinct values other than 0 to a set.</summary>
    public abstract void CollectInto(ISet<long> values, string path);

    /// <summary>Writes the class index of every pixel.</summary>
    /// <param name="indexOf">Index of every value; 0 is not in it.</param>
    /// <param name="narrow">Target when there are at most 255 classes.</param>
    /// <param name="wide">Target otherwise.</param>
    public abstract void Map(IReadOnlyDictionary<long, int> indexOf, byte[]? narrow, ushort[]? wide);

    /// <summary>The values of a slice, checked to be labels.</summary>
    /// <exception cref="SegException">FloatLabels, UnsupportedLabels.</exception>
    public static LabelValues Of(ImageVolume volume, int slice)
    {
        if (volume.IsLong)
        {
            return new LongLabelValues(volume.ReadLong(slice));
        }

        SegImage image = volume.ReadSlice(slice);
        if (image.Height != volume.Info.Height || image.Width != volume.Info.Width || image.PixelType != volume.Info.PixelType || image.Channels != volume.Info.Channels)
        {
            throw FileErrors.Unsupported(
                volume.Info.Path,
                $"a label volume of {volume.Info.Height} x {volume.Info.Width} {volume.Info.PixelType} pixels whose slice {slice} has {image.Shape} {image.PixelType}",
                "Split it into files of one size.");
        }

        if (image.Channels != 1)
        {
            return new LongLabelValues(Pack(image, volume.Info.Path));
        }

        return image.PixelType.IsFloatingPoint() ? throw Float(volume.Info) : image.PixelType.Visit<Integers, LabelValues>(new Integers(image.Plane(0)));
    }

    /// <summary>Refuses files whose type cannot be labels, before any pixel is read.</summary>
    public static LabelEncoding EncodingOf(ImageProbe info)
    {
        if (info.PixelType.IsFloatingPoint())
        {
            throw Float(info);
        }

        return info.Channels switch
        {
            1 => LabelEncoding.Indexed,
            3 or 4 when info.PixelType == PixelType.UInt8 => LabelEncoding.Rgb,
            _ => throw new SegException(
                "UnsupportedLabels",
                SegErrorKind.InvalidData,
                $"Expected labels with one integer or one 8-bit colour per pixel, found {info.Channels} channels of {info.PixelType} in '{info.Path}'.", "Save one channel, or an RGB image."),
        };
    }

    private static SegException Float(ImageProbe info)
        => new("FloatLabels", SegErrorKind.InvalidData, $"Expected integer labels, found {info.PixelType} samples in '{info.Path}'.", "Convert the label image to 8-bit or 16-bit integers.");

    private static long[] Pack(SegImage image, string path)
    {
        ReadOnlySpan<byte> red = image.Samples<byte>(0);
        ReadOnlySpan<byte> green = image.Samples<byte>(1);
        ReadOnlySpan<byte> blue = image.Samples<byte>(2);
        ReadOnlySpan<byte> alpha = image.Channels == 4 ? image.Samples<byte>(3) : default;
        var packed = new long[red.Length];
        for (int i = 0; i < packed.Length; i++)
        {
            if (!alpha.IsEmpty && alpha[i] != byte.MaxValue)
            {
                if (alpha[i] != 0)
                {
                    throw new SegException(
                        "UnsupportedLabels",
                        SegErrorKind.InvalidData,
                        $"Expected colours that are opaque or fully transparent, found opacity {alpha[i]} of 255 at row {i / image.Width}, column {i % image.Width} of '{path}'.", "Save the labels without transparency and without smoothing.");
                }

                continue;
            }

            packed[i] = (red[i] << 16) | (green[i] << 8) | blue[i];
        }

        return packed;
    }

    protected static SegException TooMany(string path)
        => new("TooManyClasses", SegErrorKind.InvalidData, $"Expected at most {MostClasses} classes, found more distinct values in '{path}'.", "Check that the file is a label image and not a picture.");

    private readonly struct Integers(Array plane) : IPixelVisitor<LabelValues>
    {
        public LabelValues Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Unsafe.SizeOf<T>() <= sizeof(ushort)
                ? new TableLabelValues<T>((T[])plane)
                : new LongLabelValues(Array.ConvertAll((T[])plane, long.CreateTruncating));
    }
}
