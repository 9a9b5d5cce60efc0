namespace NDSeg.Images;

/// <summary>
/// A volume of Z x Y x X voxels with C channels whose slices are read when they are asked for, one at a time: it holds an open file, or
/// slices in memory, and no voxels of its own. May be used by several threads. Dispose it, or let it go, to close the file.
/// </summary>
public sealed class SegVolume : IDisposable
{
    private readonly Lock gate = new();
    private readonly Func<int, SegImage> read;
    private readonly IDisposable? owned;
    private bool closed;

    /// <summary>Describes a volume.</summary>
    /// <param name="depth">Slices Z, at least 1.</param>
    /// <param name="height">Rows Y of every slice.</param>
    /// <param name="width">Columns X of every slice.</param>
    /// <param name="type">Sample type.</param>
    /// <param name="channelNames">One name per channel.</param>
    /// <param name="read">Reads the slice of a 0-based place; called by one thread at a time. What it throws goes to the caller.</param>
    /// <param name="source">Where the volume came from; null for memory.</param>
    /// <param name="voxelSize">Distances between voxels, if known.</param>
    /// <param name="owned">What to close with the volume.</param>
    /// <exception cref="SegException">InvalidImageShape; InvalidVoxelSize.</exception>
    public SegVolume(
        int depth,
        int height,
        int width,
        PixelType type,
        IReadOnlyList<string> channelNames,
        Func<int, SegImage> read,
        ImageSource? source = null,
        VoxelSize? voxelSize = null,
        IDisposable? owned = null)
    {
        ArgumentNullException.ThrowIfNull(channelNames);
        ArgumentNullException.ThrowIfNull(read);
        if (depth < 1 || height < 1 || width < 1 || channelNames.Count < 1)
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidData, $"Expected at least one voxel and one channel, found {depth} x {height} x {width} x {channelNames.Count}.");
        }

        Depth = depth;
        Height = height;
        Width = width;
        PixelType = type;
        ChannelNames = [.. channelNames];
        Source = source ?? ImageSource.Memory;
        VoxelSize = voxelSize?.Validated();
        this.read = read;
        this.owned = owned;
    }

    /// <summary>Slices Z.</summary>
    public int Depth { get; }

    /// <summary>Rows Y of every slice.</summary>
    public int Height { get; }

    /// <summary>Columns X of every slice.</summary>
    public int Width { get; }

    /// <summary>Number of channels C.</summary>
    public int Channels => ChannelNames.Count;

    /// <summary>Sample type.</summary>
    public PixelType PixelType { get; }

    /// <summary>One name per channel.</summary>
    public IReadOnlyList<string> ChannelNames { get; }

    /// <summary>Distances between voxels; null when they are not known.</summary>
    public VoxelSize? VoxelSize { get; }

    /// <summary>Where the volume came from.</summary>
    public ImageSource Source { get; }

    /// <summary>Full path of the file it came from; null for memory.</summary>
    public string? Path => Source.Path;

    /// <summary>HDF5 dataset it came from, or null.</summary>
    public string? Dataset => Source.Dataset;

    /// <summary>The number that the first slice has in its file; 0 unless the volume is a later part of one.</summary>
    public int FirstSlice { get; init; }

    /// <summary>Number of voxels.</summary>
    public long Voxels => (long)Depth * Height * Width;

    /// <summary>The places that an interrupted run that is being continued has finished; empty when nothing is being continued.</summary>
    public IReadOnlyList<int> Finished { get; init; } = [];

    /// <summary>The shape as text: <c>Z x Y x X</c> or <c>Z x Y x X x C</c>.</summary>
    public string Shape => Channels == 1 ? $"{Depth} x {Height} x {Width}" : $"{Depth} x {Height} x {Width} x {Channels}";

    /// <summary>A volume of slices in memory.</summary>
    /// <param name="slices">Slices of one size and type, top to bottom.</param>
    /// <param name="voxelSize">Distances between voxels; null takes what the first slice says.</param>
    /// <exception cref="SegException">InvalidImageShape for no slice or slices that differ.</exception>
    public static SegVolume FromSlices(IReadOnlyList<SegImage> slices, VoxelSize? voxelSize = null)
    {
        ArgumentNullException.ThrowIfNull(slices);
        if (slices.Count == 0)
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidArgument, "Expected at least one slice, found none.");
        }

        SegImage[] kept = [.. slices];
        SegImage first = kept[0];
        var volume = new SegVolume(
            kept.Length, first.Height, first.Width, first.PixelType, first.ChannelNames, z => kept[z], first.Source with { SliceIndex = null }, voxelSize ?? Images.VoxelSize.Of(first.PixelSize));
        for (int z = 1; z < kept.Length; z++)
        {
            volume.Check(kept[z], z);
        }

        return volume;
    }

    /// <summary>Reads one slice.</summary>
    /// <param name="z">0-based place, below <see cref="Depth"/>.</param>
    /// <returns>The slice, its place in <see cref="SegImage.Series"/>, with the <see cref="VoxelSize"/> of the volume where that is known.</returns>
    /// <exception cref="SegException">SliceOutOfRange; SliceShapeMismatch; what reading the file throws for a damaged slice.</exception>
    /// <exception cref="ObjectDisposedException">The volume was disposed.</exception>
    public SegImage ReadSlice(int z)
    {
        if (z < 0 || z >= Depth)
        {
            throw new SegException("SliceOutOfRange", SegErrorKind.InvalidArgument, $"Expected slices between 0 and {Depth - 1}, found {z}: {Source} holds {Depth}.", "Count slices from 0.");
        }

        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            SegImage slice = read(z);
            Check(slice, z);
            SegImage placed = slice.From(slice.Source, new SeriesPosition(z, Depth) { Finished = Finished });
            return VoxelSize is null ? placed : placed.WithPixelSize(VoxelSize.OfSlice(slice.PixelSize));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (!closed)
            {
                closed = true;
                owned?.Dispose();
            }
        }
    }

    /// <summary>Shape, type and source.</summary>
    public override string ToString() => $"{Shape} {PixelType} {Source}";

    private void Check(SegImage slice, int z)
    {
        if (slice.Height != Height || slice.Width != Width || slice.PixelType != PixelType || slice.Channels != Channels)
        {
            throw new SegException(
                "SliceShapeMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected slices of {Height} x {Width} x {Channels} {PixelType} in the volume {Source}, found {slice.Shape} {slice.PixelType} as slice {z}.",
                "Make a volume of slices of one size and type.");
        }
    }
}
