using NDSeg.IO.Rois.Shapes;

namespace NDSeg.IO.Rois.ImageJ;

/// <summary>The outline of a composite region: a list of commands (0 move, 1 line, 2 and 3 curves, 4 close) with their points.</summary>
internal static class CompositePath
{
    // Curves are cut into this many lines: a quarter circle of radius 500 is met to 0.2 pixels.
    private const int Pieces = 16;

    public static IReadOnlyList<IReadOnlyList<RoiPoint>> Rings(float[] numbers, string path)
    {
        var rings = new List<IReadOnlyList<RoiPoint>>();
        var ring = new List<RoiPoint>();
        for (int at = 0; at < numbers.Length;)
        {
            int command = numbers[at] is >= 0 and <= 4 and var c && c == Math.Floor(c) ? (int)c : -1;
            int points = command switch { 0 or 1 => 1, 2 => 2, 3 => 3, 4 => 0, _ => throw RoiErrors.Invalid(path, "a path command from 0 to 4", $"{numbers[at]}") };
            if (at + (2 * points) >= numbers.Length || (command is 1 or 2 or 3 && ring.Count == 0))
            {
                throw RoiErrors.Invalid(path, $"the points of path command {command}", "the end of the path, or no start before it");
            }

            RoiPoint Point(int i) => new(numbers[at + 1 + (2 * i)], numbers[at + 2 + (2 * i)]);
            switch (command)
            {
                case 0:
                    Close();
                    ring.Add(Point(0));
                    break;
                case 1:
                    ring.Add(Point(0));
                    break;
                case 2:
                    Curve(ring[^1], Point(0), Point(0), Point(1), quadratic: true);
                    break;
                case 3:
                    Curve(ring[^1], Point(0), Point(1), Point(2), quadratic: false);
                    break;
                default:
                    Close();
                    break;
            }

            at += 1 + (2 * points);
        }

        Close();
        return rings;

        void Close()
        {
            if (ring.Count > 2)
            {
                rings.Add(ring);
            }

            ring = [];
        }

        void Curve(RoiPoint a, RoiPoint b, RoiPoint c, RoiPoint d, bool quadratic)
        {
            for (int i = 1; i <= Pieces; i++)
            {
                double t = (double)i / Pieces;
                ring.Add(new RoiPoint(At(t, a.X, b.X, c.X, d.X, quadratic), At(t, a.Y, b.Y, c.Y, d.Y, quadratic)));
            }
        }
    }

    private static double At(double t, double a, double b, double c, double d, bool quadratic)
    {
        double s = 1 - t;
        return quadratic
            ? (s * s * a) + (2 * s * t * b) + (t * t * d)
            : (s * s * s * a) + (3 * s * s * t * b) + (3 * s * t * t * c) + (t * t * t * d);
    }
}
