using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NDSeg.Images;

/// <summary>
/// An image of C planes of H x W samples, kept as stored in its file (no palette applied, no inversion).
/// Planes are typed one-dimensional arrays in row-major order: <c>byte[]</c> for <see cref="PixelType.Bilevel"/> and
/// <see cref="PixelType.UInt8"/>, <c>ushort[]</c>, <c>uint[]</c>, <c>sbyte[]</c>, <c>short[]</c>, <c>int[]</c>,
/// <c>Half[]</c>, <c>float[]</c>, <c>double[]</c> for the others.
/// </summary>
public sealed class SegImage
{
    private readonly Array[] planes;

    /// <summary>Wraps planes without copying them.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="type">Sample type of every plane.</param>
    /// <param name="planes">C arrays of H * W samples of the array type that belongs to <paramref name="type"/>.</param>
    /// <param name="source">Where the samples came from; null for memory.</param>
    /// <param name="channelNames">C names; null gives <c>c0</c>, <c>c1</c>, ...</param>
    /// <param name="pixelSize">Physical resolution, if known.</param>
    /// <exception cref="SegException">InvalidImageShape when sizes and arrays disagree.</exception>
    public SegImage(
        int height,
        int width,
        PixelType type,
        IReadOnlyList<Array> planes,
        ImageSource? source = null,
        IReadOnlyList<string>? channelNames = null,
        PixelSize? pixelSize = null)
    {
        ArgumentNullException.ThrowIfNull(planes);
        Type expected = ArrayTypeOf(type);
        if (height < 1 || width < 1 || planes.Count < 1)
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidData, $"Expected at least one pixel and one channel, found {height} x {width} x {planes.Count}.");
        }

        foreach (Array plane in planes)
        {
            if (plane.GetType() != expected || plane.LongLength != (long)height * width)
            {
                throw new SegException(
                    "InvalidImageShape",
                    SegErrorKind.InvalidData,
                    $"Expected planes of {(long)height * width} {type} samples for {height} x {width} pixels, found {plane.LongLength} of {plane.GetType().GetElementType()}.");
            }
        }

        if (channelNames is not null && channelNames.Count != planes.Count)
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidArgument, $"Expected {planes.Count} channel names, found {channelNames.Count}.");
        }

        Height = height;
        Width = width;
        PixelType = type;
        this.planes = [.. planes];
        Source = source ?? ImageSource.Memory;
        ChannelNames = (channelNames ?? NamesOf(planes.Count)).ToArray();
        PixelSize = pixelSize;
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Number of planes.</summary>
    public int Channels => planes.Length;

    /// <summary>Sample type.</summary>
    public PixelType PixelType { get; }

    /// <summary>Where the image came from.</summary>
    public ImageSource Source { get; }

    /// <summary>Full path of the file it came from; null for memory.</summary>
    public string? Path => Source.Path;

    /// <summary>HDF5 dataset it came from, or null.</summary>
    public string? Dataset => Source.Dataset;

    /// <summary>0-based page or slice of that file; null where it holds one image.</summary>
    public int? Slice => Source.SliceIndex;

    /// <summary>One name per plane.</summary>
    public IReadOnlyList<string> ChannelNames { get; }

    /// <summary>Physical resolution, if the file gave one.</summary>
    public PixelSize? PixelSize { get; }

    /// <summary>Place among the slices of a volume that is worked on; null outside a series.</summary>
    public SeriesPosition? Series { get; private init; }

    /// <summary>The shape as text: <c>H x W</c> or <c>H x W x C</c>.</summary>
    public string Shape => Channels == 1 ? $"{Height} x {Width}" : $"{Height} x {Width} x {Channels}";

    /// <summary>The value integer samples are divided by on the way to float32; 1 for floats and bilevel images.</summary>
    public double FullScale => FullScaleOf(PixelType);

    /// <summary>The value samples of a type are divided by on the way to float32; 1 for floats and bilevel images.</summary>
    public static double FullScaleOf(PixelType type) => type == PixelType.Bilevel || type.IsFloatingPoint() ? 1 : type.Visit<Greatest, double>(default);

    /// <summary>The array type a plane of the given sample type has.</summary>
    public static Type ArrayTypeOf(PixelType type) => type.Visit<ArrayType, Type>(default);

    /// <summary>Bytes per sample in memory.</summary>
    public static int BytesPerSample(PixelType type) => type.Visit<Size, int>(default);

    /// <summary>The names of channels that have none of their own: c0, c1, ...</summary>
    public static IReadOnlyList<string> NamesOf(int channels) => [.. Enumerable.Range(0, channels).Select(c => $"c{c}")];

    /// <summary>A single-channel 8-bit image over an existing array of H * W samples.</summary>
    public static SegImage FromBytes(int height, int width, byte[] samples, ImageSource? source = null)
        => new(height, width, PixelType.UInt8, [samples], source);

    /// <summary>A single-channel float image over an existing array of H * W samples.</summary>
    public static SegImage FromFloats(int height, int width, float[] samples, ImageSource? source = null)
        => new(height, width, PixelType.Float32, [samples], source);

    /// <summary>The same image, samples shared, with another source and place.</summary>
    public SegImage From(ImageSource source, SeriesPosition? series)
        => new(Height, Width, PixelType, planes, source, ChannelNames, PixelSize) { Series = series };

    /// <summary>The same image, samples shared, with another resolution.</summary>
    public SegImage WithPixelSize(PixelSize? pixelSize)
        => new(Height, Width, PixelType, planes, Source, ChannelNames, pixelSize) { Series = Series };

    /// <summary>The typed array of one plane; shared, not copied.</summary>
    public Array Plane(int channel) => planes[channel];

    /// <summary>The samples of one plane.</summary>
    /// <typeparam name="T">Element type of the plane's array.</typeparam>
    public ReadOnlySpan<T> Samples<T>(int channel)
        where T : unmanaged
        => (T[])planes[channel];

    /// <summary>The bytes of one plane in native byte order.</summary>
    public ReadOnlySpan<byte> SampleBytes(int channel)
        => MemoryMarshal.CreateReadOnlySpan(
            ref MemoryMarshal.GetArrayDataReference(planes[channel]),
            checked(planes[channel].Length * BytesPerSample(PixelType)));

    /// <summary>One sample as stored, widened to double.</summary>
    public double this[int channel, int y, int x]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width);
            return PixelType.Visit<Sample, double>(new Sample(planes[channel], ((long)y * Width) + x));
        }
    }

    /// <summary>Shape, type and source, for messages and lists.</summary>
    public override string ToString() => $"{Shape} {PixelType} {Source}";

    private readonly struct Greatest : IPixelVisitor<double>
    {
        public double Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => double.CreateTruncating(T.MaxValue);
    }

    private readonly struct ArrayType : IPixelVisitor<Type>
    {
        public Type Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => typeof(T[]);
    }

    private readonly struct Size : IPixelVisitor<int>
    {
        public int Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Unsafe.SizeOf<T>();
    }

    private readonly struct Sample(Array plane, long index) : IPixelVisitor<double>
    {
        public double Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => double.CreateTruncating(((T[])plane)[index]);
    }
}
