namespace NDSeg.Filters.Membranes;

/// <summary>
/// The 0/1 masks of the membrane projections: the centre column of a square set to 1, rotated by 0, 6, ... 174 degrees
/// (cubic spline, same size, zeros outside) and rounded to integers, as Trainable Weka Segmentation defines them.
/// </summary>
internal static class LineMasks
{
    /// <summary>Number of angles.</summary>
    public const int Count = 30;

    /// <summary>Degrees between two kernels.</summary>
    public const int StepDegrees = 6;

    /// <summary>The 30 kernels in order of angle, each size x size values 0 or 1, row-major, point-symmetric.</summary>
    /// <param name="size">Edge length, odd, at least 3.</param>
    public static byte[][] Create(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 3);
        ArgumentOutOfRangeException.ThrowIfNotEqual(size % 2, 1);
        var line = new double[size, size];
        for (int y = 0; y < size; y++)
        {
            line[y, size / 2] = 1;
        }

        var kernels = new byte[Count][];
        for (int k = 0; k < Count; k++)
        {
            double[,] rotated = SplineRotation.Rotate(line, k * StepDegrees);
            kernels[k] = new byte[size * size];
            for (int i = 0; i < kernels[k].Length; i++)
            {
                // A half rounds to 0; the small shift keeps rounding noise from deciding it.
                kernels[k][i] = (byte)Math.Round(rotated[i / size, i % size] - 1e-9);
            }
        }

        return kernels;
    }
}
