namespace NDSeg.Phantoms;

/// <summary>
/// The inside of the phantom: an Archimedean spiral of cathode, separator, anode, separator around a core, in a casing, with
/// cracks across the layers and particles in the cathode.
/// </summary>
internal sealed class PhantomAnatomy
{
    private const byte Background = 1;
    private const byte Casing = 2;
    private const byte Core = 3;
    private const byte Cathode = 4;
    private const byte Anode = 5;
    private const byte Separator = 6;

    private const float ParticleGrey = 190;

    // Shares of one turn of the spiral: cathode, separator, anode, separator.
    private const double CathodeEnd = 0.34;
    private const double AnodeStart = 0.50;
    private const double AnodeEnd = 0.84;

    private static readonly float[] Grey = [0, 14, 205, 80, 122, 86, 44];

    private readonly double centreY;
    private readonly double centreX;
    private readonly double outerRadius;
    private readonly double innerRadius;
    private readonly double coreRadius;
    private readonly double shadingScale;
    private readonly int seed;
    private readonly Crack[] cracks;

    public PhantomAnatomy(int height, int width, int seed)
    {
        this.seed = seed;
        int size = Math.Min(height, width);
        centreY = (height - 1) / 2.0;
        centreX = (width - 1) / 2.0;
        outerRadius = 0.46 * size;
        innerRadius = outerRadius - Math.Max(2, 0.035 * size);
        coreRadius = Math.Max(4, 0.16 * size);
        shadingScale = 1.0 / size;
        Pitch = Math.Clamp(size / 12.0, 8, 40);
        cracks = MakeCracks();
    }

    /// <summary>Pixels from a layer to the next of its kind.</summary>
    public double Pitch { get; }

    /// <summary>Classes and grey values before blur and noise.</summary>
    public void FillRow(int y, Span<byte> classes, Span<float> grey)
    {
        for (int x = 0; x < classes.Length; x++)
        {
            byte phase = PhaseAt(y, x);
            classes[x] = phase;
            grey[x] = phase switch
            {
                Core => Grey[Core] + (float)(36 * (LatticeNoise.At(y / 2.5, x / 2.5, seed, 2) - 0.5) * 2),
                Cathode => LatticeNoise.At(y / 3.0, x / 3.0, seed, 3) > 0.83 ? ParticleGrey : Grey[Cathode],
                _ => Grey[phase],
            };
        }
    }

    /// <summary>What the grey values are multiplied by: darker in the middle and towards one side.</summary>
    public double Shading(int y, int x)
    {
        double dy = (y - centreY) * shadingScale;
        double dx = (x - centreX) * shadingScale;
        return 0.88 + (0.7 * ((dy * dy) + (dx * dx))) + (0.16 * dx);
    }

    private byte PhaseAt(int y, int x)
    {
        double dy = y - centreY;
        double dx = x - centreX;
        double radius = Math.Sqrt((dy * dy) + (dx * dx));
        if (radius >= outerRadius)
        {
            return Background;
        }

        if (radius >= innerRadius)
        {
            return Casing;
        }

        if (radius < coreRadius)
        {
            return Core;
        }

        foreach (Crack crack in cracks)
        {
            if (crack.Holds(y, x))
            {
                return Separator;
            }
        }

        // Layers bulge by up to a sixth of the pitch.
        double bulge = (LatticeNoise.At(y / (2 * Pitch), x / (2 * Pitch), seed, 1) - 0.5) * Pitch / 3;
        double turns = ((radius + bulge - coreRadius) / Pitch) - Turn(dy, dx);
        double place = turns - Math.Floor(turns);
        return place < CathodeEnd ? Cathode : place >= AnodeStart && place < AnodeEnd ? Anode : Separator;
    }

    private Crack[] MakeCracks()
    {
        var random = new Xoshiro256(seed, long.MinValue);
        double room = innerRadius - coreRadius;
        int count = Math.Clamp((int)(room * room / (2.5 * Pitch * Pitch)), 1, 40);
        var made = new Crack[count];
        for (int i = 0; i < count; i++)
        {
            // A direction by rejection from the square, so that no sine is needed.
            double uy;
            double ux;
            double length;
            do
            {
                uy = (2 * random.NextDouble()) - 1;
                ux = (2 * random.NextDouble()) - 1;
                length = Math.Sqrt((uy * uy) + (ux * ux));
            }
            while (length is < 0.1 or > 1);

            double radius = coreRadius + (room * (0.15 + (0.7 * random.NextDouble())));
            double y = centreY + (radius * uy / length);
            double x = centreX + (radius * ux / length);

            // Along the layer (the direction turned by a right angle), with a slant.
            double slant = (2 * random.NextDouble()) - 1;
            double half = Pitch * (0.4 + (0.8 * random.NextDouble())) / 2;
            double ty = ((ux / length) + (slant * uy / length)) * half;
            double tx = ((-uy / length) + (slant * ux / length)) * half;
            made[i] = new Crack(y - ty, x - tx, y + ty, x + tx, Math.Max(1, Pitch * 0.06));
        }

        return made;
    }

    // The angle in turns, 0 to 1. Polynomial for the arctangent: Abramowitz and Stegun 4.4.49, error below 1e-5.
    private static double Turn(double dy, double dx)
    {
        double ay = Math.Abs(dy);
        double ax = Math.Abs(dx);
        if (ay + ax == 0)
        {
            return 0;
        }

        double t = Math.Min(ay, ax) / Math.Max(ay, ax);
        double s = t * t;
        double angle = t * (0.9998660 + (s * (-0.3302995 + (s * (0.1801410 + (s * (-0.0851330 + (s * 0.0208351))))))));
        double turn = angle / (2 * Math.PI);
        turn = ay > ax ? 0.25 - turn : turn;
        turn = dx < 0 ? 0.5 - turn : turn;
        return dy < 0 ? 1 - turn : turn;
    }

    /// <summary>The pixels within a distance of a line segment.</summary>
    private readonly record struct Crack(double Y0, double X0, double Y1, double X1, double Reach)
    {
        public bool Holds(double y, double x)
        {
            // Nearly every pixel is far from nearly every crack.
            if (y < Math.Min(Y0, Y1) - Reach || y > Math.Max(Y0, Y1) + Reach || x < Math.Min(X0, X1) - Reach || x > Math.Max(X0, X1) + Reach)
            {
                return false;
            }

            double sy = Y1 - Y0;
            double sx = X1 - X0;
            double along = Math.Clamp((((y - Y0) * sy) + ((x - X0) * sx)) / ((sy * sy) + (sx * sx)), 0, 1);
            double dy = y - Y0 - (along * sy);
            double dx = x - X0 - (along * sx);
            return (dy * dy) + (dx * dx) <= Reach * Reach;
        }
    }
}
