using System.Numerics;
using System.Runtime.InteropServices;
using NDSeg.Images;

namespace NDSeg.Filters;

/// <summary>
/// The 8-bit image the rank filters work on. Samples of a <see cref="PixelType.UInt8"/> image are taken as they are; all
/// others are mapped linearly, Low to 0 and High to 255, rounded half up and clamped.
/// </summary>
public readonly record struct ByteMapping
{
    private ByteMapping(IntensityRange range)
    {
        Low = range.Low;
        Factor = 255 / (range.High - range.Low);
    }

    /// <summary>Whether samples are used as they are.</summary>
    public bool IsIdentity => Factor == 0;

    /// <summary>The sample that becomes 0.</summary>
    internal double Low { get; }

    /// <summary>Bytes per unit of samples; 0 where they are used as they are.</summary>
    internal double Factor { get; }

    /// <summary>The mapping for an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="config">
    /// Holds the range, which <see cref="Resolve"/> fills in; it is not used for 8-bit images. Where a model that was
    /// trained on 8-bit images meets another image, no range is known and the full scale of the samples is taken.
    /// </param>
    public static ByteMapping For(SegImage image, FeatureConfig config)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(config);
        return image.PixelType == PixelType.UInt8 ? default : new ByteMapping(config.IntensityRange ?? new IntensityRange(0, image.FullScale));
    }

    /// <summary>
    /// The configuration with its intensity range set: unchanged where one is given, where no map needs it, or for an
    /// 8-bit image; otherwise with the percentiles 0.1 and 99.9 of the image, all channels together.
    /// </summary>
    /// <param name="config">The configuration.</param>
    /// <param name="image">The training image; all samples finite.</param>
    public static FeatureConfig Resolve(FeatureConfig config, SegImage image)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(image);
        return config.IntensityRange is not null || !config.UsesRankFilters || image.PixelType == PixelType.UInt8
            ? config
            : config with { IntensityRange = Measure(image) };
    }

    /// <summary>One sample.</summary>
    /// <param name="sample">A finite sample as stored.</param>
    public byte Map(double sample)
        => IsIdentity ? (byte)sample : (byte)Math.Clamp(Math.Floor(((sample - Low) * Factor) + 0.5), 0, 255);

    /// <summary>Part of a row as bytes.</summary>
    internal void MapRow(SegImage image, int channel, int y, int x, Span<byte> target)
        => image.PixelType.Visit<RowMapping, bool>(new RowMapping(this, image.Plane(channel), checked((int)(((long)y * image.Width) + x)), target));

    /// <summary>Percentiles 0.1 and 99.9 (linear interpolation between order statistics), or one step around a constant image.</summary>
    private static IntensityRange Measure(SegImage image)
    {
        long count = (long)image.Height * image.Width * image.Channels;
        double low = Percentile(image, 0.001 * (count - 1));
        double high = Percentile(image, 0.999 * (count - 1));
        return high > low ? new IntensityRange(low, high) : new IntensityRange(low, Math.Max(low + 1, Math.BitIncrement(low)));
    }

    private static double Percentile(SegImage image, double rank)
    {
        long floor = (long)rank;
        double a = Select(image, floor);
        double share = rank - floor;
        return share == 0 ? a : a + (share * (Select(image, floor + 1) - a));
    }

    /// <summary>The sample of a 0-based rank, by radix: 16 bits of the ordered key at a time.</summary>
    private static double Select(SegImage image, long rank)
    {
        ulong prefix = 0;
        var counts = new long[1 << 16];
        for (int shift = 48; shift >= 0; shift -= 16)
        {
            Array.Clear(counts);
            for (int c = 0; c < image.Channels; c++)
            {
                image.PixelType.Visit<KeyCount, bool>(new KeyCount(image.Plane(c), prefix, shift, counts));
            }

            int bin = 0;
            while (rank >= counts[bin])
            {
                rank -= counts[bin++];
            }

            prefix |= (ulong)bin << shift;
        }

        return FromKey(prefix);
    }

    private static ulong ToKey(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits >> 63) == 0 ? bits | (1UL << 63) : ~bits;
    }

    private static double FromKey(ulong key)
        => BitConverter.UInt64BitsToDouble((key >> 63) == 0 ? ~key : key & ~(1UL << 63));

    private readonly ref struct RowMapping(ByteMapping mapping, Array plane, int at, Span<byte> target) : IPixelVisitor<bool>
    {
        private readonly Span<byte> target = target;

        public bool Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            ReadOnlySpan<T> samples = new((T[])plane, at, target.Length);
            if (mapping.IsIdentity && typeof(T) == typeof(byte))
            {
                MemoryMarshal.AsBytes(samples).CopyTo(target);
                return true;
            }

            for (int i = 0; i < target.Length; i++)
            {
                target[i] = mapping.Map(double.CreateTruncating(samples[i]));
            }

            return true;
        }
    }

    private readonly struct KeyCount(Array plane, ulong prefix, int shift, long[] counts) : IPixelVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            ulong mask = shift == 48 ? 0 : ulong.MaxValue << (shift + 16);
            foreach (T sample in new ReadOnlySpan<T>((T[])plane))
            {
                ulong key = ToKey(double.CreateTruncating(sample));
                if ((key & mask) == prefix)
                {
                    counts[(key >> shift) & 0xFFFF]++;
                }
            }

            return true;
        }
    }
}
