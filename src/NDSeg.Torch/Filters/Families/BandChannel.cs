using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Families;

/// <summary>
/// One channel of a band of rows as tensor filters see it: the shared intermediate results they asked for, each computed
/// once, and the planes to fill.
/// </summary>
internal sealed class BandChannel : IDisposable
{
    private readonly Tensor output;
    private readonly int[] planes;
    private readonly Dictionary<double, Tensor> blurs = [];
    private Tensor? grey;
    private Tensor? bytes;
    private readonly Dictionary<Type, IDisposable> shared = [];

    /// <summary>Describes the channel.</summary>
    /// <param name="band">The uploaded rows.</param>
    /// <param name="channel">0-based channel.</param>
    /// <param name="around">Rows of <see cref="Grey"/> and of the blurs above and below the band, where the image has them.</param>
    /// <param name="output">Planes to fill, each Count x W float32.</param>
    /// <param name="planes">For every place in the stack its plane; -1 where unwanted.</param>
    /// <param name="cancellation">Checked now and then.</param>
    public BandChannel(ImageBand band, int channel, int around, Tensor output, int[] planes, CancellationToken cancellation)
    {
        Band = band;
        Channel = channel;
        First = Math.Max(0, band.First - around);
        RowCount = Math.Min(band.ImageHeight, band.First + band.Count + around) - First;
        this.output = output;
        this.planes = planes;
        Cancellation = cancellation;
    }

    /// <summary>The band.</summary>
    public ImageBand Band { get; }

    /// <summary>0-based channel.</summary>
    public int Channel { get; }

    /// <summary>First image row of <see cref="Grey"/> and of the blurs.</summary>
    public long First { get; }

    /// <summary>Rows of <see cref="Grey"/> and of the blurs.</summary>
    public long RowCount { get; }

    /// <summary>Rows of these before the band.</summary>
    public long Skip => Band.First - First;

    /// <summary>Rows of the band.</summary>
    public long Count => Band.Count;

    /// <summary>Columns.</summary>
    public long Width => output.shape[2];

    /// <summary>Checked between maps.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Grey values, float32.</summary>
    public Tensor Grey => grey ??= Band.GreyRows(Channel, First, RowCount);

    /// <summary>The uploaded rows of the 8-bit image; the band starts <see cref="BytesSkip"/> rows into it.</summary>
    public Tensor Bytes => bytes ??= Band.Bytes(Channel);

    /// <summary>Something that filters of this channel share; lives as long as the channel.</summary>
    /// <param name="make">Makes it for the first one that asks.</param>
    public T Shared<T>(Func<T> make)
        where T : class, IDisposable
    {
        if (!shared.TryGetValue(typeof(T), out IDisposable? value))
        {
            shared.Add(typeof(T), value = make());
        }

        return (T)value;
    }

    /// <summary>Rows of <see cref="Bytes"/> before the band.</summary>
    public long BytesSkip => Band.First - Band.FirstUploaded;

    /// <summary>A blur that was asked for.</summary>
    public Tensor Blur(double sigma) => blurs[sigma];

    /// <summary>Adds a finished blur, which then belongs to this object.</summary>
    public void AddBlur(double sigma, Tensor blur) => blurs.Add(sigma, blur);

    /// <summary>Fills the plane of a place in the stack.</summary>
    public void Store(int place, Tensor map)
    {
        using Tensor plane = output.select(0, planes[place]);
        plane.copy_(map);
    }

    /// <summary>Stores the band's rows of a map that has the rows of <see cref="Grey"/>.</summary>
    public void StoreRows(int place, Tensor map)
    {
        using Tensor rows = map.narrow(0, Skip, Count);
        Store(place, rows);
    }

    /// <summary>Gives the grey values and blurs back, before filters that do not use them.</summary>
    public void Release()
    {
        grey?.Dispose();
        grey = null;
        foreach (Tensor blur in blurs.Values)
        {
            blur.Dispose();
        }

        blurs.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        bytes?.Dispose();
        foreach (IDisposable value in shared.Values)
        {
            value.Dispose();
        }
    }
}
