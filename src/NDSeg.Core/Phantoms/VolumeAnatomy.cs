namespace NDSeg.Phantoms;

/// <summary>
/// The inside of the volume phantom: a lattice of cells around the middle of the volume, each of which holds sheets, rods or grains. Every
/// place is worked out on its own, so that a slice needs no other one.
/// </summary>
internal sealed class VolumeAnatomy
{
    public const byte Matrix = 1;
    public const byte Sheet = 2;
    public const byte Rod = 3;
    public const byte Grain = 4;

    private const double MatrixGrey = 80;
    private const double ShapeGrey = 150;
    private const double NoiseDeviation = 10;

    // The edge of every shape is blurred over this many x pixels on either side; all shapes have the same grey value inside.
    private const double Blur = 1.2;

    private readonly int depth;
    private readonly int height;
    private readonly int width;
    private readonly double stepZ;
    private readonly double stepY;
    private readonly int seed;

    /// <param name="depth">Slices.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="stepZ">Distance between slices in x pixels.</param>
    /// <param name="stepY">Distance between rows in x pixels.</param>
    /// <param name="seed">Seed of everything.</param>
    public VolumeAnatomy(int depth, int height, int width, double stepZ, double stepY, int seed)
    {
        this.depth = depth;
        this.height = height;
        this.width = width;
        this.stepZ = stepZ;
        this.stepY = stepY;
        this.seed = seed;
    }

    /// <summary>Classes and grey values of one slice, H x W each; an empty span is left out.</summary>
    public void FillSlice(int slice, byte[]? classes, byte[]? grey, ParallelOptions parallel)
    {
        double z = (slice - ((depth - 1) / 2.0)) * stepZ;
        int layer = CellOf(z);
        int firstRow = CellOf(-(height - 1) / 2.0 * stepY);
        int firstColumn = CellOf(-(width - 1) / 2.0);
        int columns = CellOf((width - 1) / 2.0) - firstColumn + 1;
        int rows = CellOf((height - 1) / 2.0 * stepY) - firstRow + 1;
        var cells = new ShapeCell[rows * columns];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = Make(layer, firstRow + (i / columns), firstColumn + (i % columns));
        }

        z -= layer * ShapeCell.Edge;
        Parallel.For(0, height, parallel, row =>
        {
            double y = (row - ((height - 1) / 2.0)) * stepY;
            int cellRow = CellOf(y);
            ReadOnlySpan<ShapeCell> line = cells.AsSpan((cellRow - firstRow) * columns, columns);
            FillRow(line, firstColumn, z, y - (cellRow * ShapeCell.Edge), row, slice, classes, grey);
        });
    }

    private void FillRow(ReadOnlySpan<ShapeCell> cells, int firstColumn, double z, double y, int row, int slice, byte[]? classes, byte[]? grey)
    {
        var random = new Xoshiro256(seed, ((long)slice * height) + row);
        for (int column = 0; column < width; column++)
        {
            double x = column - ((width - 1) / 2.0);
            int cell = CellOf(x);
            ShapeCell here = cells[cell - firstColumn];
            double distance = here.Distance(z, y, x - (cell * ShapeCell.Edge));
            int at = (row * width) + column;
            if (classes is not null)
            {
                classes[at] = distance <= 0 ? here.Phase : Matrix;
            }

            if (grey is not null)
            {
                double value = MatrixGrey + ((ShapeGrey - MatrixGrey) * Share(distance)) + (NoiseDeviation * BellNoise.Next(random));
                grey[at] = (byte)Math.Clamp((int)(value + 0.5), 0, 255);
            }
        }
    }

    // How much of a blurred pixel belongs to a shape: 1 inside, 0 outside, a smooth step between.
    private static double Share(double distance)
    {
        double t = Math.Clamp(0.5 - (distance / (2 * Blur)), 0, 1);
        return t * t * (3 - (2 * t));
    }

    private static int CellOf(double place) => (int)Math.Floor((place / ShapeCell.Edge) + 0.5);

    // Of four cells that are neighbours in a layer every one is of another kind, so that all kinds occur everywhere.
    private ShapeCell Make(int layer, int row, int column)
    {
        Span<ShapeKind> kinds = [ShapeKind.Sheets, ShapeKind.LyingRods, ShapeKind.StandingRods, ShapeKind.Grains];
        var order = new Xoshiro256(seed, Stream(layer, row >> 1, column >> 1, part: 1));
        for (int i = kinds.Length - 1; i > 0; i--)
        {
            int other = order.Next(i + 1);
            (kinds[i], kinds[other]) = (kinds[other], kinds[i]);
        }

        return new ShapeCell(kinds[((row & 1) * 2) + (column & 1)], new Xoshiro256(seed, Stream(layer, row, column, part: 2)));
    }

    // Rows of noise have the streams from 0 on, so these are negative. 20 bits hold any number of cells.
    private static long Stream(int layer, int row, int column, int part)
        => long.MinValue + ((long)part << 60) + ((long)(layer & 0xFFFFF) << 40) + ((long)(row & 0xFFFFF) << 20) + (column & 0xFFFFF);
}
