using NDSeg.Cpu.Memory;
using NDSeg.Images;

namespace NDSeg.Filters.Families;

/// <summary>
/// One tile of one channel as filter steps see it: what they asked for, working memory, and the rows to fill. One object
/// per worker, set again for every tile.
/// </summary>
/// <param name="arena">Working memory; what a step rents is given back after the steps that share their inputs.</param>
internal sealed unsafe class FilterTile(NativeArena arena) : IDisposable
{
    /// <summary>Columns computed together by every kernel; targets are padded to it.</summary>
    internal const int Unit = PlaneBuffer.RowAlignment;

    private readonly List<(double Sigma, TilePlane<float> Plane)> blurs = [];
    private readonly Dictionary<object, IDisposable> kept = [];
    private RowPlanes targets;
    private TilePlane<byte> bytes;
    private TilePlane<ushort>? wideBytes;

    /// <summary>Stands in <see cref="WideBytes"/> for pixels outside the image; far from every grey value.</summary>
    internal const ushort Outside = 1023;

    /// <summary>Working memory.</summary>
    internal NativeArena Arena => arena;

    /// <summary>The image.</summary>
    internal SegImage Image { get; private set; } = null!;

    /// <summary>0-based channel of the image.</summary>
    internal int Channel { get; private set; }

    /// <summary>First column of the tile in the image.</summary>
    internal int X { get; private set; }

    /// <summary>First row of the tile in the image.</summary>
    internal int Y { get; private set; }

    /// <summary>Columns.</summary>
    internal int Width { get; private set; }

    /// <summary>Rows.</summary>
    internal int Height { get; private set; }

    /// <summary>Columns rounded up to <see cref="Unit"/>: all of a target's rows may be written.</summary>
    internal int PaddedWidth { get; private set; }

    /// <summary>Whether targets are written past the caches; their rows then start on 64-byte boundaries.</summary>
    internal bool BypassCache { get; private set; }

    /// <summary>Grey values, edge pixels replicated.</summary>
    internal TilePlane<float> Grey { get; set; }

    /// <summary>The 8-bit image; 0 outside the image and its halo.</summary>
    internal TilePlane<byte> Bytes
    {
        get => bytes;
        set
        {
            bytes = value;
            wideBytes = null;
        }
    }

    /// <summary>The 8-bit image in 16 bits, <see cref="Outside"/> outside the image; made when the first step asks.</summary>
    internal TilePlane<ushort> WideBytes => wideBytes ??= Widen();

    /// <summary>Turns to another tile.</summary>
    internal void Start(SegImage image, int channel, int x, int y, in RowPlanes planes, bool bypassCache)
    {
        Image = image;
        Channel = channel;
        X = x;
        Y = y;
        Width = planes.Width;
        Height = planes.Height;
        PaddedWidth = Align(planes.Width, Unit);
        BypassCache = bypassCache;
        targets = planes;
    }

    /// <summary>Forgets the inputs of earlier steps and gives their memory back.</summary>
    internal void Release()
    {
        arena.Reset();
        blurs.Clear();
        wideBytes = null;
    }

    /// <summary>What a step keeps from tile to tile in this worker.</summary>
    /// <param name="step">The step.</param>
    /// <param name="make">Makes it for the first tile.</param>
    internal T Kept<T>(FilterStep step, Func<T> make)
        where T : class, IDisposable
    {
        if (!kept.TryGetValue(step, out IDisposable? state))
        {
            kept.Add(step, state = make());
        }

        return (T)state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable state in kept.Values)
        {
            state.Dispose();
        }

        kept.Clear();
    }

    /// <summary>Adds a finished blur.</summary>
    internal void AddBlur(double sigma, in TilePlane<float> plane) => blurs.Add((sigma, plane));

    /// <summary>A blur that was asked for.</summary>
    internal TilePlane<float> Blur(double sigma)
    {
        foreach ((double s, TilePlane<float> plane) in blurs)
        {
            if (s.Equals(sigma))
            {
                return plane;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(sigma));
    }

    /// <summary>A row of a wanted map, to be filled; null where the place is negative.</summary>
    internal float* Target(int place, int y) => place < 0 ? null : targets.Row(place, y);

    /// <summary>Whether a row, counted from the tile's first, is in the image.</summary>
    internal bool HasRow(int y) => Y + y >= 0 && Y + y < Image.Height;

    /// <summary>The columns of the surroundings that are in the image, counted from the tile's first.</summary>
    internal (int Left, int Right) Columns(int halo) => (Math.Max(-halo, -X), Math.Min(Width + halo, Image.Width - X));

    /// <summary>Rounded up to a multiple.</summary>
    internal static int Align(int value, int unit) => (value + unit - 1) / unit * unit;

    private TilePlane<ushort> Widen()
    {
        int halo = bytes.Halo;
        long stride = bytes.Stride;
        int rows = Height + (2 * halo);
        ushort* block = arena.Rent<ushort>(rows * stride);
        ushort* wide = block + (halo * stride) + bytes.Pad;
        new Span<ushort>(block, checked((int)(rows * stride))).Fill(Outside);
        (int left, int right) = Columns(halo);
        for (int y = -halo; y < Height + halo; y++)
        {
            for (int x = left; HasRow(y) && x < right; x++)
            {
                wide[(y * stride) + x] = bytes.Row(y)[x];
            }
        }

        return new TilePlane<ushort>(wide, stride, halo, bytes.Pad);
    }
}
