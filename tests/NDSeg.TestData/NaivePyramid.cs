using System.Globalization;

namespace NDSeg.TestData;

/// <summary>The maps on the pyramid of one grey channel by plain loops in double precision, straight from the definitions.</summary>
public static class NaivePyramid
{
    /// <summary>Every map of the four families by name, H * W each.</summary>
    /// <param name="grey">H * W grey values.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static IReadOnlyDictionary<string, double[]> Compute(double[] grey, int height, int width)
    {
        var image = new Plane(height, width, grey);
        var maps = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (double s in (double[])[1, 2, 4, 8, 16, 32, 64])
        {
            int k = Level(s);
            double e = s / k;
            Plane g = image.Down(k).Blur(e), dx = g.Across(), dy = g.Down();
            void Add(string name, Plane plane, double factor) => maps[Name("oriented", name, s)] = plane.Map(v => v * factor).Up(k, height, width);
            Add("dx", dx, e);
            Add("dy", dy, e);
            Add("dxx", dx.Across(), e * e);
            Add("dyy", dy.Down(), e * e);
            Add("dxy", dy.Across(), e * e);
            if (s >= 2)
            {
                Plane squares = image.Map(v => v * v).Down(k).Blur(e);
                maps[FormattableString.Invariant($"deviation_{s}")] = squares.With(g, (q, m) => Math.Sqrt(Math.Max(q - (m * m), 0))).Up(k, height, width);
            }

            if (s <= 32)
            {
                Structure(maps, image, s);
            }
        }

        foreach (int r in (int[])[2, 4, 8, 16, 32])
        {
            int k = r <= 4 ? 1 : r <= 8 ? 2 : 4;
            Plane b = image.Blur(0.7).Down(k);
            Plane opening = b.Extreme(r / k, -1).Extreme(r / k, 1), closing = b.Extreme(r / k, 1).Extreme(r / k, -1);
            maps[Name("tophat", "white", r)] = b.With(opening, (v, o) => v - o).Up(k, height, width);
            maps[Name("tophat", "black", r)] = b.With(closing, (v, c) => c - v).Up(k, height, width);
        }

        return maps;
    }

    private static void Structure(Dictionary<string, double[]> maps, Plane image, double s)
    {
        double t = s <= 4 ? Math.Max(0.7, s / 2) : s / 4;
        int inner = Level(t), k = Level(s);
        Plane g = image.Down(inner).Blur(t / inner), dx = g.Across(), dy = g.Down();
        Plane Tensor(Plane a, Plane b) => a.With(b, (x, y) => x * y).Down(k / inner).Blur(s / k);
        Plane xx = Tensor(dx, dx), yy = Tensor(dy, dy), xy = Tensor(dx, dy);
        Plane sum = xx.With(yy, (a, b) => a + b);
        Plane root = xx.With(yy, (a, b) => (a - b) * (a - b)).With(xy, (d, c) => Math.Sqrt((4 * c * c) + d));
        maps[Name("structure", "eig1", s)] = sum.With(root, (a, r) => t * Math.Sqrt((a + r) / 2)).Up(k, image.Height, image.Width);
        maps[Name("structure", "eig2", s)] = sum.With(root, (a, r) => t * Math.Sqrt(Math.Max((a - r) / 2, 0))).Up(k, image.Height, image.Width);
        maps[Name("structure", "coherence", s)] = sum.With(root, (a, r) => r / (a + 1e-6)).Up(k, image.Height, image.Width);
    }

    private static int Level(double s) => s < 6 ? 1 : s < 12 ? 2 : s < 28 ? 4 : 8;

    private static string Name(string family, string quantity, double scale) => string.Create(CultureInfo.InvariantCulture, $"{family}_{quantity}_{scale}");

    /// <summary>H x W numbers.</summary>
    private sealed record Plane(int Height, int Width, double[] Values)
    {
        private double this[int y, int x] => Values[(Math.Clamp(y, 0, Height - 1) * Width) + Math.Clamp(x, 0, Width - 1)];

        internal Plane Map(Func<double, double> f) => new(Height, Width, Array.ConvertAll(Values, v => f(v)));

        internal Plane With(Plane other, Func<double, double, double> f) => new(Height, Width, [.. Values.Zip(other.Values, f)]);

        internal Plane Down(int k) => Make((Height + k - 1) / k, (Width + k - 1) / k, (y, x) =>
        {
            double sum = 0;
            for (int i = 0; i < k * k; i++)
            {
                sum += this[(y * k) + (i / k), (x * k) + (i % k)];
            }

            return sum / (k * k);
        });

        internal Plane Blur(double s)
        {
            int radius = (int)((3 * s) + 0.5);
            double[] w = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(i => Math.Exp(-0.5 * i * i / (s * s)))];
            double total = w.Sum();
            Plane down = Make(Height, Width, (y, x) => w.Select((v, i) => v * this[y + i - radius, x]).Sum() / total);
            return Make(Height, Width, (y, x) => w.Select((v, i) => v * down[y, x + i - radius]).Sum() / total);
        }

        internal Plane Down() => Make(Height, Width, (y, x) => Slope(y, Height, at => this[at, x]));

        internal Plane Across() => Make(Height, Width, (y, x) => Slope(x, Width, at => this[y, at]));

        internal Plane Extreme(int radius, int sign)
        {
            int[] near = [.. Enumerable.Range(-radius, (2 * radius) + 1)];
            Plane down = Make(Height, Width, (y, x) => sign * near.Max(i => sign * this[y + i, x]));
            return Make(Height, Width, (y, x) => sign * near.Max(i => sign * down[y, x + i]));
        }

        internal double[] Up(int k, int height, int width)
        {
            (int At, double Share) Axis(int i, int blocks)
            {
                double at = Math.Clamp(((i + 0.5) / k) - 0.5, 0, blocks - 1);
                return ((int)at, at - (int)at);
            }

            return Make(height, width, (y, x) =>
            {
                (int v, double fy) = Axis(y, Height);
                (int u, double fx) = Axis(x, Width);
                double upper = (this[v, u] * (1 - fx)) + (this[v, u + 1] * fx), lower = (this[v + 1, u] * (1 - fx)) + (this[v + 1, u + 1] * fx);
                return (upper * (1 - fy)) + (lower * fy);
            }).Values;
        }

        private static double Slope(int i, int length, Func<int, double> value)
            => length == 1 ? 0 : i == 0 ? value(1) - value(0) : i == length - 1 ? value(i) - value(i - 1) : (value(i + 1) - value(i - 1)) / 2;

        private static Plane Make(int height, int width, Func<int, int, double> value)
        {
            var values = new double[height * width];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = value(i / width, i % width);
            }

            return new Plane(height, width, values);
        }
    }
}
