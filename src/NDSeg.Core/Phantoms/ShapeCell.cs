namespace NDSeg.Phantoms;

/// <summary>
/// One cell of the volume phantom: sheets, rods or grains around its centre, at the same distances from each other, of the same
/// thickness, so that their cuts by a slice look alike. Lengths are in x pixels.
/// </summary>
internal sealed class ShapeCell
{
    /// <summary>Edge of a cell. What it holds stays inside, apart from what its neighbours hold.</summary>
    public const double Edge = 32;

    /// <summary>Shapes of one cell along each axis they are repeated along.</summary>
    public const int Repeats = 3;

    private const double Spacing = 8;
    private const double SheetRadius = 9;
    private const double RodLength = 18;
    private const double LeastThickness = 4.2;
    private const double MoreThickness = 0.8;
    private const double Jitter = 0.5;
    private const double Steep = 0.94;
    private const double Flat = 0.3;

    private readonly ShapeKind kind;
    private readonly Direction axis;
    private readonly Direction across;
    private readonly Direction acrossToo;

    // Half the thickness of every shape and where it lies beside its place on the lattice.
    private readonly double[] reach;
    private readonly Direction[] shift;

    public ShapeCell(ShapeKind kind, Xoshiro256 random)
    {
        this.kind = kind;
        axis = kind switch
        {
            ShapeKind.StandingRods => Direction.Random(random, z => Math.Abs(z) >= Steep),
            ShapeKind.Grains => new Direction(1, 0, 0),
            _ => Direction.Random(random, z => Math.Abs(z) <= Flat),
        };
        (across, acrossToo) = axis.Across();
        int count = kind switch { ShapeKind.Sheets => Repeats, ShapeKind.Grains => Repeats * Repeats * Repeats, _ => Repeats * Repeats };
        reach = new double[count];
        shift = new Direction[count];
        for (int i = 0; i < count; i++)
        {
            reach[i] = (LeastThickness + (MoreThickness * random.NextDouble())) / 2;
            shift[i] = new Direction(Place(random), Place(random), Place(random));
        }
    }

    /// <summary>The class of what the cell holds: sheet, rod or grain.</summary>
    public byte Phase => kind switch { ShapeKind.Sheets => VolumeAnatomy.Sheet, ShapeKind.Grains => VolumeAnatomy.Grain, _ => VolumeAnatomy.Rod };

    /// <summary>How far a place is outside of the nearest shape; negative inside.</summary>
    public double Distance(double z, double y, double x)
    {
        double along = axis.Dot(z, y, x);
        double a = across.Dot(z, y, x);
        double b = acrossToo.Dot(z, y, x);
        int i = Nearest(along);
        int j = Nearest(a);
        int k = Nearest(b);
        int shape = kind switch
        {
            ShapeKind.Sheets => i,
            ShapeKind.Grains => (((i * Repeats) + j) * Repeats) + k,
            _ => (j * Repeats) + k,
        };
        Direction at = shift[shape];
        along -= at.Z + (kind is ShapeKind.Sheets or ShapeKind.Grains ? Spacing * (i - 1) : 0);
        a -= at.Y + (kind != ShapeKind.Sheets ? Spacing * (j - 1) : 0);
        b -= at.X + (kind != ShapeKind.Sheets ? Spacing * (k - 1) : 0);
        double aside = Math.Sqrt((a * a) + (b * b));
        return kind switch
        {
            ShapeKind.Sheets => Math.Max(Math.Abs(along) - reach[shape], aside - SheetRadius),
            ShapeKind.Grains => Math.Sqrt((along * along) + (aside * aside)) - reach[shape],
            _ => Math.Max(aside - reach[shape], Math.Abs(along) - (RodLength / 2)),
        };
    }

    // The number of the nearest of three places, -8, 0 and 8.
    private static int Nearest(double along) => along < -Spacing / 2 ? 0 : along > Spacing / 2 ? 2 : 1;

    private static double Place(Xoshiro256 random) => Jitter * ((2 * random.NextDouble()) - 1);
}
