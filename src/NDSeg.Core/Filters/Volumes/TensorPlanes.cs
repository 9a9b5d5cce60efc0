namespace NDSeg.Filters.Volumes;

/// <summary>
/// The structure tensor of a blur as float64: products of its slopes, blurred. Kept are the products blurred along rows and across
/// rows; the last direction, across slices, is taken band by band of the chunk that is worked on.
/// </summary>
internal sealed unsafe class TensorPlanes : PlaneNode
{
    /// <summary>Entries of the symmetric tensor: zz, zy, zx, yy, yx, xx.</summary>
    internal const int Count = 6;

    /// <summary>Most rows of a band.</summary>
    internal const int BandRows = 16;

    private readonly BlurPlanes blur;
    private readonly AxisWindows windows;
    private readonly PlaneMemory<double>[] kept = new PlaneMemory<double>[Count];
    private readonly PlaneMemory<double>[] alongRows = new PlaneMemory<double>[Count];
    private readonly double*[] slopes = new double*[3];
    private double* product;
    private double* band;
    private double** sources;
    private double** targets;
    private double** entries;
    private long stride;
    private int bandZ;
    private int bandY;

    /// <summary>Asks for the blur.</summary>
    internal TensorPlanes(PlaneGraph graph, BlurPlanes blur, AxisWindows windows)
        : base(graph)
    {
        this.blur = blur;
        this.windows = windows;
        Require(before: windows.RadiusZ, after: windows.RadiusZ, lead: windows.RadiusZ, reachY: 0, reachX: 0);

        // Slopes are taken where the products are made, which is ahead of the chunk by the half-width: what lies behind is not read again.
        blur.Require(before: 1, after: windows.RadiusZ + 1, lead: windows.RadiusZ + 1, reachY: windows.RadiusY + 1, reachX: windows.RadiusX + 1);
    }

    private int From => Math.Max(Graph.Block.X - windows.RadiusX, 0);

    private int To => Math.Min(Graph.Block.X + Graph.Block.Width + windows.RadiusX, Graph.Volume.Width);

    private int First => Math.Max(Graph.Block.Y - windows.RadiusY, 0);

    private int Last => Math.Min(Graph.Block.Y + Graph.Block.Height + windows.RadiusY, Graph.Volume.Height) - 1;

    /// <summary>The six rows of a band that was prepared.</summary>
    /// <param name="z">Slice of the volume.</param>
    /// <param name="y">Row of the volume.</param>
    internal double** Rows(int z, int y)
    {
        for (int e = 0; e < Count; e++)
        {
            entries[e] = BandRow(e, z - bandZ, y - bandY);
        }

        return entries;
    }

    /// <summary>Blurs the products of a band across slices.</summary>
    internal void Prepare(int z, int count, int y, int rows)
    {
        bandZ = z;
        bandY = y;
        int deepest = Graph.Volume.Depth - 1;
        for (int e = 0; e < Count; e++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int i = 0; i < count + (2 * windows.RadiusZ); i++)
                {
                    sources[i] = kept[e].At(Math.Clamp(z + i - windows.RadiusZ, 0, deepest), y + row, Graph.Block.X);
                }

                for (int i = 0; i < count; i++)
                {
                    targets[i] = BandRow(e, i, row);
                }

                Graph.Kernel.Across(sources, targets, count, Graph.Block.Width, windows.Z, windows.RadiusZ);
            }
        }
    }

    private protected override void Rent()
    {
        for (int e = 0; e < Count; e++)
        {
            kept[e] = new PlaneMemory<double>(Graph.Arena, Kept, Top, Bottom, Left, Right, 0);
            alongRows[e] = new PlaneMemory<double>(Graph.Arena, 1, First, Last + 1, Left, Right, 0);
        }

        int wide = Graph.Block.Width + (2 * (windows.RadiusX + VolumeKernel.Unit));
        for (int axis = 0; axis < slopes.Length; axis++)
        {
            slopes[axis] = Graph.Arena.Rent<double>(wide);
        }

        product = Graph.Arena.Rent<double>(wide);
        stride = (Graph.Block.Width + (2 * VolumeKernel.Unit)) / VolumeKernel.Unit * VolumeKernel.Unit;
        band = Graph.Arena.Rent<double>(Count * PlaneGraph.Chunk * BandRows * stride);
        sources = (double**)Graph.Arena.Rent<nint>(Math.Max(PlaneGraph.Chunk + (2 * windows.RadiusZ), Bottom - Top + (2 * windows.RadiusY)));
        targets = (double**)Graph.Arena.Rent<nint>(Math.Max(PlaneGraph.Chunk, Bottom - Top));
        entries = (double**)Graph.Arena.Rent<nint>(Count);
    }

    private protected override void Make(int z, int count)
    {
        for (int p = z; p < z + count; p++)
        {
            for (int y = First; y <= Last; y++)
            {
                MultiplyRow(p, y);
            }

            for (int e = 0; e < Count; e++)
            {
                BlurAcrossRows(e, p);
            }
        }
    }

    private double* BandRow(int entry, int plane, int row) => band + ((((entry * PlaneGraph.Chunk) + plane) * BandRows) + row) * stride;

    private void MultiplyRow(int z, int y)
    {
        int columns = To - From;
        VolumeSlopes.Write(Graph, blur, z, y, From, columns, slopes[0], slopes[1], slopes[2]);

        // Column 0 of the volume in the row of products, which has room to both sides.
        double* row = product + windows.RadiusX - Graph.Block.X;
        int e = 0;
        for (int i = 0; i < slopes.Length; i++)
        {
            for (int j = i; j < slopes.Length; j++, e++)
            {
                Graph.Kernel.Multiply(slopes[i], slopes[j], row + From, columns);
                RowBorder.Repeat(row, From, To, Left - windows.RadiusX, Right + windows.RadiusX);
                Graph.AlongKernel.Along(row + Left, alongRows[e].At(0, y, Left), Right - Left, windows.X, windows.RadiusX);
            }
        }
    }

    private void BlurAcrossRows(int entry, int z)
    {
        for (int i = 0; i < Bottom - Top + (2 * windows.RadiusY); i++)
        {
            sources[i] = alongRows[entry].At(0, Math.Clamp(Top + i - windows.RadiusY, First, Last), Left);
        }

        for (int y = Top; y < Bottom; y++)
        {
            targets[y - Top] = kept[entry].At(z, y, Left);
        }

        Graph.Kernel.Across(sources, targets, Bottom - Top, Right - Left, windows.Y, windows.RadiusY);
    }
}
