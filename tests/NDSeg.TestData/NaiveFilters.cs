using NDSeg.Filters;
using NDSeg.Filters.Membranes;

namespace NDSeg.TestData;

/// <summary>
/// Every filter map of one grey channel by the plainest possible loops over pixels and windows, straight from the
/// definitions. Slow; for images of a few hundred pixels.
/// </summary>
public sealed class NaiveFilters
{
    private readonly float[] grey;
    private readonly byte[] bytes;
    private readonly int height;
    private readonly int width;
    private readonly FeatureConfig config;
    private readonly Dictionary<string, float[]> maps = new(StringComparer.Ordinal);

    private NaiveFilters(float[] grey, byte[] bytes, int height, int width, FeatureConfig config)
    {
        this.grey = grey;
        this.bytes = bytes;
        this.height = height;
        this.width = width;
        this.config = config;
    }

    /// <summary>Every map of the configuration by name, H * W each.</summary>
    /// <param name="grey">H * W grey values.</param>
    /// <param name="bytes">H * W values of the 8-bit image.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="config">The configuration.</param>
    public static IReadOnlyDictionary<string, float[]> Compute(float[] grey, byte[] bytes, int height, int width, FeatureConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var filters = new NaiveFilters(grey, bytes, height, width, config);
        filters.Run();
        return filters.maps;
    }

    private void Run()
    {
        maps["original"] = grey;
        Derivatives(grey, "0");
        var blurs = new List<float[]>();
        foreach (double sigma in config.Sigmas)
        {
            string name = sigma.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);
            float[] blur = Blur(sigma);
            blurs.Add(blur);
            maps["gaussian_" + name] = blur;
            Derivatives(blur, name);
            int radius = (int)Math.Ceiling(sigma);
            maps["mean_" + name] = Disc(radius, v => v.Sum() / v.Count);
            maps["minimum_" + name] = Disc(radius, v => v.Min());
            maps["maximum_" + name] = Disc(radius, v => v.Max());
            maps["median_" + name] = Disc(radius, v => v.Order().ElementAt(v.Count / 2));
        }

        for (int i = 0; i < blurs.Count; i++)
        {
            for (int j = i + 1; j < blurs.Count; j++)
            {
                string pair = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"dog_{config.Sigmas[i]:G6}_{config.Sigmas[j]:G6}");
                maps[pair] = [.. blurs[i].Zip(blurs[j], (a, b) => a - b)];
            }
        }

        Membranes();
        foreach (int radius in (int[])[5, 10])
        {
            foreach (int span in (int[])[50, 100])
            {
                maps[$"bilateral_{radius}_{span}"] = Disc(radius, (v, centre) => Mean(v.Where(p => Math.Abs(p - centre) < span)));
            }
        }
    }

    private static int Mean(IEnumerable<int> values)
    {
        int[] all = [.. values];
        return all.Sum() / all.Length;
    }

    private float[] Blur(double sigma)
    {
        double s = config.SigmaMultiplier * sigma;
        double used = config.TruncateSigma ? Math.Floor(s) : s;
        if (used == 0)
        {
            return grey;
        }

        int half = (int)(((4 * s) + 2) / (2 * s) * used + 0.5);
        double[] window = [.. Enumerable.Range(-half, (2 * half) + 1).Select(i => Math.Exp(-0.5 * i * i / (used * used)))];
        double sum = window.Sum();
        float[] Pass(float[] a, bool vertical)
        {
            var result = new float[a.Length];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    double total = 0;
                    for (int i = -half; i <= half; i++)
                    {
                        int sy = Math.Clamp(vertical ? y + i : y, 0, height - 1);
                        int sx = Math.Clamp(vertical ? x : x + i, 0, width - 1);
                        total += window[i + half] / sum * a[(sy * width) + sx];
                    }

                    result[(y * width) + x] = (float)total;
                }
            }

            return result;
        }

        return Pass(Pass(grey, vertical: true), vertical: false);
    }

    private float[] Difference(float[] a, bool vertical)
    {
        int length = vertical ? height : width;
        var result = new float[a.Length];
        for (int y = 0; y < height && length > 1; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int i = vertical ? y : x;
                int before = Math.Max(i - 1, 0);
                int after = Math.Min(i + 1, length - 1);
                float At(int j) => a[vertical ? (j * width) + x : (y * width) + j];
                result[(y * width) + x] = (At(after) - At(before)) / (after - before);
            }
        }

        return result;
    }

    private void Derivatives(float[] a, string suffix)
    {
        float[] gy = Difference(a, vertical: true), gx = Difference(a, vertical: false);
        float[] hyy = Difference(gy, vertical: true), hxy = Difference(gy, vertical: false), hxx = Difference(gx, vertical: false);
        float[] Map(Func<int, double> f) => [.. Enumerable.Range(0, a.Length).Select(i => (float)f(i))];
        double Root(int i) => Math.Sqrt((4.0 * hxy[i] * hxy[i]) + Math.Pow((double)hyy[i] - hxx[i], 2));
        maps["gradient_" + suffix] = Map(i => Math.Sqrt(((double)gx[i] * gx[i]) + ((double)gy[i] * gy[i])));
        maps["hessian_eig1_" + suffix] = Map(i => ((double)hyy[i] + hxx[i] + Root(i)) / 2);
        maps["hessian_eig2_" + suffix] = Map(i => ((double)hyy[i] + hxx[i] - Root(i)) / 2);
        maps["hessian_mod_" + suffix] = Map(i => Math.Sqrt(((double)hyy[i] * hyy[i]) + ((double)hxy[i] * hxy[i]) + ((double)hxx[i] * hxx[i])));
        maps["hessian_trace_" + suffix] = Map(i => (double)hyy[i] + hxx[i]);
        maps["hessian_det_" + suffix] = Map(i => ((double)hyy[i] * hxx[i]) - ((double)hxy[i] * hxy[i]));
    }

    private float[] Disc(int radius, Func<List<int>, int> rank) => Disc(radius, (values, _) => rank(values));

    private float[] Disc(int radius, Func<List<int>, int, int> rank)
    {
        var result = new float[grey.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var values = new List<int>();
                for (int sy = Math.Max(0, y - radius); sy <= Math.Min(height - 1, y + radius); sy++)
                {
                    for (int sx = Math.Max(0, x - radius); sx <= Math.Min(width - 1, x + radius); sx++)
                    {
                        if (((sy - y) * (sy - y)) + ((sx - x) * (sx - x)) < radius * radius)
                        {
                            values.Add(bytes[(sy * width) + sx]);
                        }
                    }
                }

                result[(y * width) + x] = rank(values, bytes[(y * width) + x]);
            }
        }

        return result;
    }

    private void Membranes()
    {
        int size = (int)config.Options["MembraneSize"];
        byte[][] kernels = LineMasks.Create(size);
        static int Reflect(int i, int length)
        {
            while (i < 0 || i >= length)
            {
                i = i < 0 ? -1 - i : (2 * length) - 1 - i;
            }

            return i;
        }

        double[] Projections(int p) =>
        [
            .. kernels.Select(kernel =>
            {
                double sum = 0;
                for (int j = 0; j < kernel.Length; j++)
                {
                    int y = Reflect((p / width) - ((j / size) - (size / 2)), height);
                    int x = Reflect((p % width) - ((j % size) - (size / 2)), width);
                    sum += kernel[j] * (double)grey[(y * width) + x];
                }

                return sum;
            }).Order(),
        ];
        double[][] all = [.. Enumerable.Range(0, grey.Length).Select(Projections)];
        maps["membrane_mean"] = [.. all.Select(v => (float)v.Average())];
        maps["membrane_max"] = [.. all.Select(v => (float)v[^1])];
        maps["membrane_min"] = [.. all.Select(v => (float)v[0])];
        maps["membrane_sum"] = [.. all.Select(v => (float)v.Sum())];
        maps["membrane_std"] = [.. all.Select(v => (float)Math.Sqrt(v.Average(u => Math.Pow(u - v.Average(), 2))))];
        maps["membrane_median"] = [.. all.Select(v => (float)((v[14] + v[15]) / 2))];
    }
}
