namespace NDSeg.Filters.Membranes;

/// <summary>
/// Rotation of a square array about its centre by cubic spline interpolation, zeros outside, as scipy.ndimage.rotate does
/// with order 3 and reshape off: B-spline coefficients from the recursive filter with mirrored ends (Unser, 1999), then
/// the tensor product of the cubic B-spline at the four nearest knots.
/// </summary>
internal static class SplineRotation
{
    private static readonly double Pole = Math.Sqrt(3) - 2;

    /// <summary>Rotates counter-clockwise in (row, column) coordinates as scipy does.</summary>
    /// <param name="source">size x size values.</param>
    /// <param name="degrees">Angle.</param>
    internal static double[,] Rotate(double[,] source, double degrees)
    {
        int size = source.GetLength(0);
        double[,] coefficients = Coefficients(source);
        (double sin, double cos) = SinCosDegrees(degrees);
        double centre = (size - 1) / 2.0;
        double rowOffset = centre - ((cos * centre) + (sin * centre));
        double columnOffset = centre - ((-sin * centre) + (cos * centre));
        var rotated = new double[size, size];
        Span<double> wy = stackalloc double[4], wx = stackalloc double[4];
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                double sy = (cos * y) + (sin * x) + rowOffset;
                double sx = (-sin * y) + (cos * x) + columnOffset;
                if (sy < 0 || sy > size - 1 || sx < 0 || sx > size - 1)
                {
                    continue;
                }

                int y0 = BSpline(sy, wy), x0 = BSpline(sx, wx);
                double sum = 0;
                for (int j = 0; j < 4; j++)
                {
                    for (int i = 0; i < 4; i++)
                    {
                        sum += wy[j] * wx[i] * coefficients[Mirror(y0 + j, size), Mirror(x0 + i, size)];
                    }
                }

                rotated[y, x] = sum;
            }
        }

        return rotated;
    }

    private static (double Sin, double Cos) SinCosDegrees(double degrees) => (SinDegrees(degrees), SinDegrees(90 - degrees));

    /// <summary>Exact at multiples of 30 degrees, where the rounding of pi would move samples across knots and borders.</summary>
    private static double SinDegrees(double degrees)
    {
        degrees = Math.IEEERemainder(degrees, 360);
        double sign = Math.Sign(degrees);
        double first = Math.Abs(degrees) > 90 ? 180 - Math.Abs(degrees) : Math.Abs(degrees);
        return sign * (first switch
        {
            0 => 0,
            30 => 0.5,
            90 => 1,
            _ => Math.Sin(first * Math.PI / 180),
        });
    }

    private static double[,] Coefficients(double[,] source)
    {
        int size = source.GetLength(0);
        var result = (double[,])source.Clone();
        var line = new double[size];
        for (int axis = 0; axis < 2; axis++)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    line[j] = axis == 0 ? result[j, i] : result[i, j];
                }

                Prefilter(line);
                for (int j = 0; j < size; j++)
                {
                    if (axis == 0)
                    {
                        result[j, i] = line[j];
                    }
                    else
                    {
                        result[i, j] = line[j];
                    }
                }
            }
        }

        return result;
    }

    private static void Prefilter(double[] c)
    {
        int n = c.Length;
        double z = Pole;
        double gain = (1 - z) * (1 - (1 / z));
        for (int i = 0; i < n; i++)
        {
            c[i] *= gain;
        }

        double last = Math.Pow(z, n - 1);
        double first = c[0] + (last * c[n - 1]);
        double up = z;
        double down = last * last / z;
        for (int i = 1; i < n - 1; i++)
        {
            first += (up + down) * c[i];
            up *= z;
            down /= z;
        }

        c[0] = first / (1 - (last * last));
        for (int i = 1; i < n; i++)
        {
            c[i] += z * c[i - 1];
        }

        c[n - 1] = ((z * c[n - 2]) + c[n - 1]) * z / ((z * z) - 1);
        for (int i = n - 2; i >= 0; i--)
        {
            c[i] = z * (c[i + 1] - c[i]);
        }
    }

    private static int BSpline(double at, Span<double> weights)
    {
        double floor = Math.Floor(at);
        double t = at - floor;
        double u = 1 - t;
        weights[0] = u * u * u / 6;
        weights[1] = ((t * t * (t - 2) * 3) + 4) / 6;
        weights[2] = ((u * u * (u - 2) * 3) + 4) / 6;
        weights[3] = 1 - weights[0] - weights[1] - weights[2];
        return (int)floor - 1;
    }

    private static int Mirror(int i, int size)
    {
        i = Math.Abs(i);
        return i >= size ? (2 * size) - 2 - i : i;
    }
}
