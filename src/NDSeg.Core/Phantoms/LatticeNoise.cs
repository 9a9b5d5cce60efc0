namespace NDSeg.Phantoms;

/// <summary>Smooth noise: random numbers on the points of a lattice, blended between them.</summary>
internal static class LatticeNoise
{
    /// <summary>The noise at a place in lattice units, 0 to 1.</summary>
    public static double At(double y, double x, int seed, int stream)
    {
        double fy = Math.Floor(y);
        double fx = Math.Floor(x);
        int iy = (int)fy;
        int ix = (int)fx;
        double ty = Fade(y - fy);
        double tx = Fade(x - fx);
        double top = Blend(Point(iy, ix, seed, stream), Point(iy, ix + 1, seed, stream), tx);
        double bottom = Blend(Point(iy + 1, ix, seed, stream), Point(iy + 1, ix + 1, seed, stream), tx);
        return Blend(top, bottom, ty);
    }

    private static double Fade(double t) => t * t * (3 - (2 * t));

    private static double Blend(double a, double b, double t) => a + ((b - a) * t);

    private static double Point(int y, int x, int seed, int stream)
    {
        ulong z = (((ulong)(uint)y << 32) | (uint)x) + ((ulong)(uint)seed * 0x9E3779B97F4A7C15) + ((ulong)(uint)stream * 0xD1B54A32D192ED03);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
