using NDSeg.Cpu.Simd;
using NDSeg.Filters.Volumes;
using Xunit;

namespace NDSeg.Core.Tests.Filters.Volumes;

/// <summary>Eigenvalues of matrices that were made from known ones: A = R diag(a, b, c) R^T.</summary>
public sealed unsafe class EigenvalueTests
{
    public static TheoryData<double, double, double> Known => new()
    {
        { 3, 2, 1 }, { 1, 0, -1 }, { 1, 1, 1 }, { 2, 2, 1 }, { 2, 1, 1 }, { 0, 0, 0 }, { 1, 0, 0 }, { 0, 0, -1 }, { 1e-9, 0, -1e-9 },
        { 1e6, 1, -1e6 }, { 1, 1 - 1e-7, 0 }, { 5, 4.999999, -3 }, { 1e30, 5e29, -1e30 }, { 1e-30, 5e-31, 0 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Eigenvalues_are_those_a_matrix_was_made_of(double a, double b, double c)
    {
        var random = new Random(8);
        const int Columns = 64;
        const int Entries = 6;
        var table = new double[Entries * Columns];
        double** rows = stackalloc double*[Entries];
        for (int i = 0; i < Columns; i++)
        {
            double[,] matrix = Rotated(a, b, c, i == 0 ? 0 : random.NextDouble() * 7, random.NextDouble() * 7, random.NextDouble() * 7);
            (int, int)[] entries = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];
            for (int e = 0; e < Entries; e++)
            {
                table[(e * Columns) + i] = matrix[entries[e].Item1, entries[e].Item2];
            }
        }

        double scale = Math.Max(Math.Abs(a), Math.Abs(c));
        float[]? first = null;
        foreach (SimdWidth width in SimdLevel.Supported)
        {
            float[] values = new float[3 * Columns];
            fixed (double* from = table)
            fixed (float* to = values)
            {
                for (int e = 0; e < Entries; e++)
                {
                    rows[e] = from + (e * Columns);
                }

                VolumeKernel.Create(width).Eigenvalues(rows, to, to + Columns, to + (2 * Columns), Columns);
            }

            for (int i = 0; i < Columns; i++)
            {
                Assert.Equal(a, values[i], 2e-7 * scale);
                Assert.Equal(b, values[Columns + i], 2e-7 * scale);
                Assert.Equal(c, values[(2 * Columns) + i], 2e-7 * scale);
            }

            Assert.Equal(first ??= values, values);
        }
    }

    private static double[,] Rotated(double a, double b, double c, double alpha, double beta, double gamma)
    {
        double[,] rotation = Product(Product(Turn(alpha, 0, 1), Turn(beta, 1, 2)), Turn(gamma, 0, 1));
        double[] values = [a, b, c];
        var matrix = new double[3, 3];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                for (int k = 0; k < 3; k++)
                {
                    matrix[i, j] += rotation[i, k] * values[k] * rotation[j, k];
                }
            }
        }

        return matrix;
    }

    private static double[,] Turn(double angle, int i, int j)
    {
        var turn = new double[3, 3];
        for (int k = 0; k < 3; k++)
        {
            turn[k, k] = 1;
        }

        (turn[i, i], turn[j, j], turn[i, j], turn[j, i]) = (Math.Cos(angle), Math.Cos(angle), -Math.Sin(angle), Math.Sin(angle));
        return turn;
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        var product = new double[3, 3];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                for (int k = 0; k < 3; k++)
                {
                    product[i, j] += a[i, k] * b[k, j];
                }
            }
        }

        return product;
    }
}
