using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;
using NDSeg.Images;

namespace NDSeg.Filters.Volumes;

/// <summary>
/// Everything that the maps of one channel are made of, in one worker: grey values, their blurs, slopes, second derivatives and structure
/// tensors of one block after another, in chunks of slices. Made once, then turned to blocks. Not thread-safe.
/// </summary>
internal sealed unsafe class PlaneGraph : IDisposable
{
    /// <summary>Slices that are worked on together: a blur across slices reads its neighbours once for all of them.</summary>
    internal const int Chunk = 4;

    private readonly NativeArena arena = new();
    private readonly SortedDictionary<double, BlurPlanes> blurs = [];
    private readonly SortedDictionary<double, SlopeRows> slopes = [];
    private readonly SortedDictionary<double, CurvatureRows> curvatures = [];
    private readonly SortedDictionary<double, TensorPlanes> tensors = [];
    private readonly int lead;

    /// <summary>Plans the planes that maps need.</summary>
    /// <param name="volume">Lengths of the volume's axes.</param>
    /// <param name="ratio">Distances of slices and rows in x pixels.</param>
    /// <param name="settings">Scales.</param>
    /// <param name="families">The wanted maps by family.</param>
    /// <param name="width">Instruction set.</param>
    /// <param name="slice">Gives a slice of the volume.</param>
    /// <param name="channel">0-based channel.</param>
    internal PlaneGraph(
        VolumeExtent volume,
        VoxelRatio ratio,
        FilterSettings settings,
        IEnumerable<(VolumeFamily Family, FilterTarget[] Targets)> families,
        SimdWidth width,
        Func<int, SegImage> slice,
        int channel)
    {
        Volume = volume;
        Ratio = ratio;
        Settings = settings;
        Kernel = VolumeKernel.Create(width);
        AlongKernel = VolumeKernel.CreateAlong(width);
        Grey = new GreyPlanes(this, PixelKernel.Create(width), slice, channel);
        Maps = [.. families.SelectMany(f => f.Family.Open(this, f.Targets))];
        foreach (BlurPlanes blur in blurs.Values)
        {
            blur.RequireGrey();
        }

        // Nothing is made before the chunk in which the node that looks furthest ahead makes its first plane.
        lead = Nodes.Select(n => n.Lead + n.After).DefaultIfEmpty(0).Max();
    }

    /// <summary>Lengths of the volume's axes.</summary>
    internal VolumeExtent Volume { get; }

    /// <summary>Distances of slices and rows in x pixels.</summary>
    internal VoxelRatio Ratio { get; }

    /// <summary>The block that is worked on.</summary>
    internal VolumeBlock Block { get; private set; }

    /// <summary>Rows of blurs and derivatives.</summary>
    internal VolumeKernel Kernel { get; }

    /// <summary>Blurs along rows.</summary>
    internal VolumeKernel AlongKernel { get; }

    /// <summary>The grey values.</summary>
    internal GreyPlanes Grey { get; }

    /// <summary>The wanted maps.</summary>
    internal VolumeMaps[] Maps { get; }

    /// <summary>Working memory until the next block.</summary>
    internal NativeArena Arena => arena;

    private FilterSettings Settings { get; }

    private IEnumerable<PlaneNode> Nodes => [Grey, .. blurs.Values, .. tensors.Values];

    /// <summary>A Gaussian blur of the grey values.</summary>
    /// <param name="sigma">Scale before the multiplier.</param>
    internal BlurPlanes Blur(double sigma) => Get(blurs, sigma, s => new BlurPlanes(this, WindowsOf(s)));

    /// <summary>First derivatives of a blur.</summary>
    internal SlopeRows Slopes(double sigma) => Get(slopes, sigma, s => new SlopeRows(this, Blur(s)));

    /// <summary>Second derivatives of a blur.</summary>
    internal CurvatureRows Curvature(double sigma) => Get(curvatures, sigma, s => new CurvatureRows(this, Blur(s)));

    /// <summary>The structure tensor of a blur: products of slopes, blurred by half its scale.</summary>
    internal TensorPlanes Tensor(double sigma) => Get(tensors, sigma, s => new TensorPlanes(this, Blur(s), WindowsOf(s / 2)));

    /// <summary>The windows of a scale.</summary>
    /// <param name="sigma">Scale before the multiplier.</param>
    internal AxisWindows WindowsOf(double sigma) => new(sigma * Settings.SigmaMultiplier, Ratio);

    /// <summary>Turns to a block.</summary>
    internal void Start(in VolumeBlock block)
    {
        Block = block;
        arena.Reset();
        foreach (PlaneNode node in Nodes)
        {
            node.Start();
        }

        foreach (SlopeRows rows in slopes.Values)
        {
            rows.Start();
        }

        foreach (CurvatureRows rows in curvatures.Values)
        {
            rows.Start();
        }

        // Whole chunks, so that the block's own chunks begin with its first slice.
        int chunks = (lead + Chunk - 1) / Chunk;
        for (int c = -chunks; c < 0; c++)
        {
            Advance(block.Z + (c * Chunk), Chunk);
        }
    }

    /// <summary>Makes everything that a chunk of slices needs.</summary>
    /// <param name="z">First slice of the chunk.</param>
    /// <param name="count">Slices.</param>
    internal void Advance(int z, int count)
    {
        // A scale at a time: what it has read of the grey values is still in the caches.
        int last = z + count - 1;
        Grey.Advance(last);
        foreach ((double sigma, BlurPlanes blur) in blurs)
        {
            blur.Advance(last);
            if (tensors.TryGetValue(sigma, out TensorPlanes? tensor))
            {
                tensor.Advance(last);
            }
        }
    }

    /// <summary>Makes what the maps of a band of rows need in addition.</summary>
    /// <param name="z">First slice of the chunk.</param>
    /// <param name="count">Slices.</param>
    /// <param name="y">First row of the volume.</param>
    /// <param name="rows">Rows, at most <see cref="TensorPlanes.BandRows"/>.</param>
    internal void Prepare(int z, int count, int y, int rows)
    {
        foreach (TensorPlanes tensor in tensors.Values)
        {
            tensor.Prepare(z, count, y, rows);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => arena.Dispose();

    private static T Get<T>(SortedDictionary<double, T> known, double sigma, Func<double, T> make)
    {
        if (!known.TryGetValue(sigma, out T? found))
        {
            known.Add(sigma, found = make(sigma));
        }

        return found;
    }
}
