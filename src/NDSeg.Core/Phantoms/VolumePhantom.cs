using NDSeg.Images;

namespace NDSeg.Phantoms;

/// <summary>
/// A made-up volume of sheets, rods and grains in a matrix, with strokes and truth. The three shapes have one grey value and one thickness,
/// and stand in the same distances: a slice shows lines, which are sheets or lying rods, and discs, which are grains or standing rods, so
/// that nothing in a slice tells them apart; their shape in three dimensions does. Slices are made when they are read, from
/// additions, multiplications, divisions and square roots only, so that every platform gives the same bytes.
/// </summary>
public sealed class VolumePhantom
{
    /// <summary>Slices with strokes, fewer where there are not as many.</summary>
    public const int MostPaintedSlices = 5;

    private const int MinimumSize = 64;
    private const int MinimumDepth = 16;

    private static readonly SegClass[] PhaseClasses =
    [
        new(1, 1, "Matrix", new RgbColor(0xe8, 0xdc, 0xc8)),
        new(2, 2, "Sheet", new RgbColor(0xd5, 0x5e, 0x00)),
        new(3, 3, "Rod", new RgbColor(0x00, 0x72, 0xb2)),
        new(4, 4, "Grain", new RgbColor(0x00, 0x9e, 0x73)),
    ];

    private readonly VolumeAnatomy anatomy;
    private readonly ParallelOptions parallel;
    private readonly PixelSize? pixelSize;
    private readonly int seed;
    private readonly int depth;
    private readonly int height;
    private readonly int width;

    private VolumePhantom(int depth, int height, int width, VoxelSize voxelSize, int seed, RunOptions options)
    {
        anatomy = new VolumeAnatomy(depth, height, width, voxelSize.Ratio.Z, voxelSize.Ratio.Y, seed);
        parallel = new ParallelOptions { MaxDegreeOfParallelism = options.EffectiveThreads };
        pixelSize = voxelSize.ToPixelSize();
        (this.depth, this.height, this.width, this.seed) = (depth, height, width, seed);
        ImageSource source = ImageSource.Memory with { SliceCount = depth };
        PaintedSlices = Enumerable.Range(0, MostPaintedSlices).Select(k => ((2 * k) + 1) * depth / (2 * MostPaintedSlices)).ToArray();
        Image = new SegVolume(depth, height, width, PixelType.UInt8, ["c0"], ImageSlice, source, voxelSize);
        Truth = new SegLabelVolume(depth, height, width, PhaseClasses, TruthSlice, source: source, voxelSize: voxelSize);
        Strokes = new SegLabelVolume(depth, height, width, PhaseClasses, StrokeSlice, source: source, voxelSize: voxelSize);
    }

    /// <summary>The volume, Z x Y x X, 8-bit.</summary>
    public SegVolume Image { get; }

    /// <summary>Sparse strokes of the four classes on <see cref="PaintedSlices"/>; nothing is painted on the others.</summary>
    public SegLabelVolume Strokes { get; }

    /// <summary>The class of every voxel: Matrix, Sheet, Rod, Grain.</summary>
    public SegLabelVolume Truth { get; }

    /// <summary>0-based places of the slices with strokes.</summary>
    public IReadOnlyList<int> PaintedSlices { get; }

    /// <summary>Size of a voxel; null where none was given.</summary>
    public VoxelSize? VoxelSize => Image.VoxelSize;

    /// <summary>Describes a phantom; the same arguments give the same bytes everywhere. Needs memory for one slice, however deep it is.</summary>
    /// <param name="depth">Slices, 16 or more.</param>
    /// <param name="height">Rows, 64 or more.</param>
    /// <param name="width">Columns, 64 or more.</param>
    /// <param name="voxelSize">Distances between voxels; null for 1 x 1 x 1 µm. Shapes have the same size in units of the distance between columns.</param>
    /// <param name="seed">Seed of shapes, noise and strokes.</param>
    /// <param name="options">Threads; null for the defaults.</param>
    /// <exception cref="SegException">InvalidPhantomSize; InvalidVoxelSize.</exception>
    public static VolumePhantom Create(int depth, int height, int width, VoxelSize? voxelSize = null, int seed = 0, RunOptions? options = null)
    {
        if (depth < MinimumDepth || height < MinimumSize || width < MinimumSize || (long)height * width > Array.MaxLength)
        {
            throw new SegException("InvalidPhantomSize", SegErrorKind.InvalidArgument, $"Expected {MinimumDepth} or more slices of {MinimumSize} or more rows and columns, at most {Array.MaxLength} pixels each, found {depth} x {height} x {width}.");
        }

        return new VolumePhantom(depth, height, width, (voxelSize ?? new VoxelSize(1, 1, 1, "\u00B5m")).Validated(), seed, options ?? RunOptions.Default);
    }

    private SegImage ImageSlice(int z)
    {
        var grey = new byte[height * width];
        anatomy.FillSlice(z, null, grey, parallel);
        return new SegImage(height, width, PixelType.UInt8, [grey], SourceOf(z), null, pixelSize);
    }

    private SegLabels TruthSlice(int z) => Labels(z, ClassesOf(z));

    private SegLabels StrokeSlice(int z)
    {
        if (!PaintedSlices.Contains(z))
        {
            return Labels(z, new byte[height * width]);
        }

        var painter = new PhantomPainter(ClassesOf(z), height, width, unchecked(seed + (7919 * z)));
        return Labels(z, painter.Paint(PhaseClasses.Length, new PhantomPass(height, 2, RunOptions.Default)));
    }

    private byte[] ClassesOf(int z)
    {
        var classes = new byte[height * width];
        anatomy.FillSlice(z, classes, null, parallel);
        return classes;
    }

    private SegLabels Labels(int z, byte[] indices) => new(height, width, indices, PhaseClasses, LabelEncoding.Indexed, SourceOf(z), pixelSize);

    private ImageSource SourceOf(int z) => new(null, null, z, depth);
}
