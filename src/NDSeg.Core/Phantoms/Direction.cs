namespace NDSeg.Phantoms;

/// <summary>A vector in space, in x pixels.</summary>
internal readonly record struct Direction(double Z, double Y, double X)
{
    public double Dot(double z, double y, double x) => (Z * z) + (Y * y) + (X * x);

    /// <summary>A direction of length 1, each as likely, by rejection from the cube, so that no sine is needed.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="accepts">Which share along z, -1 to 1, is wanted.</param>
    public static Direction Random(Xoshiro256 random, Predicate<double> accepts)
    {
        while (true)
        {
            double z = (2 * random.NextDouble()) - 1;
            double y = (2 * random.NextDouble()) - 1;
            double x = (2 * random.NextDouble()) - 1;
            double length = Math.Sqrt((z * z) + (y * y) + (x * x));
            if (length is > 0.1 and <= 1 && accepts(z / length))
            {
                return new Direction(z / length, y / length, x / length);
            }
        }
    }

    /// <summary>Two directions at right angles to this one and to each other.</summary>
    public (Direction First, Direction Second) Across()
    {
        // The axis that this direction has least of is never parallel to it.
        double az = Math.Abs(Z);
        double ay = Math.Abs(Y);
        double ax = Math.Abs(X);
        var axis = az <= ay && az <= ax ? new Direction(1, 0, 0) : ay <= ax ? new Direction(0, 1, 0) : new Direction(0, 0, 1);
        Direction first = Cross(axis).Unit();
        return (first, Cross(first));
    }

    private Direction Cross(Direction other) => new((Y * other.X) - (X * other.Y), (X * other.Z) - (Z * other.X), (Z * other.Y) - (Y * other.Z));

    private Direction Unit()
    {
        double length = Math.Sqrt((Z * Z) + (Y * Y) + (X * X));
        return new Direction(Z / length, Y / length, X / length);
    }
}
