namespace NDSeg.Filters.Derivatives;

/// <summary>
/// One row of the derivative maps of one blur: which rows of the blur the differences are taken between, and where the
/// maps go (null: not wanted). Rows near the image border differ only in the rows and factors named here.
/// </summary>
internal unsafe struct DerivativeRow
{
    /// <summary>The blur's row itself.</summary>
    internal float* Centre;

    /// <summary>gy = (Below - Above) * Factor.</summary>
    internal float* Below;

    /// <summary>See <see cref="Below"/>.</summary>
    internal float* Above;

    /// <summary>1/2 inside the image, 1 in its first and last row, 0 in an image of one row.</summary>
    internal float Factor;

    /// <summary>hyy = (LowerBelow - LowerAbove) * LowerFactor - (UpperBelow - UpperAbove) * UpperFactor.</summary>
    internal float* LowerBelow;

    /// <summary>See <see cref="LowerBelow"/>.</summary>
    internal float* LowerAbove;

    /// <summary>See <see cref="LowerBelow"/>.</summary>
    internal float* UpperBelow;

    /// <summary>See <see cref="LowerBelow"/>.</summary>
    internal float* UpperAbove;

    /// <summary>See <see cref="LowerBelow"/>.</summary>
    internal float LowerFactor;

    /// <summary>See <see cref="LowerBelow"/>.</summary>
    internal float UpperFactor;

    /// <summary>Number of targets, which stand one after another from <see cref="Gradient"/> on.</summary>
    internal const int Targets = 6;

    /// <summary>sqrt(gx^2 + gy^2).</summary>
    internal float* Gradient;

    /// <summary>Greater eigenvalue.</summary>
    internal float* Eig1;

    /// <summary>Smaller eigenvalue.</summary>
    internal float* Eig2;

    /// <summary>sqrt(hyy^2 + hxy^2 + hxx^2).</summary>
    internal float* Mod;

    /// <summary>hyy + hxx.</summary>
    internal float* Trace;

    /// <summary>hyy hxx - hxy^2.</summary>
    internal float* Det;

    /// <summary>Chooses rows and factors.</summary>
    /// <param name="rowZero">Where row 0 of the image would be; only rows within two of <paramref name="y"/> are touched.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    /// <param name="y">Image row.</param>
    /// <param name="height">Rows of the image.</param>
    internal void SetRow(float* rowZero, long stride, int y, int height)
    {
        Centre = rowZero + (y * stride);
        (int above, int below, Factor) = Difference(y, height);
        Above = rowZero + (above * stride);
        Below = rowZero + (below * stride);
        (int a, int b, float f) = Difference(below, height);
        LowerAbove = rowZero + (a * stride);
        LowerBelow = rowZero + (b * stride);
        LowerFactor = f * Factor;
        (a, b, f) = Difference(above, height);
        UpperAbove = rowZero + (a * stride);
        UpperBelow = rowZero + (b * stride);
        UpperFactor = f * Factor;
    }

    /// <summary>First derivative along an axis: the two places subtracted and the factor.</summary>
    internal static (int Before, int After, float Factor) Difference(int i, int length)
    {
        if (length == 1)
        {
            return (0, 0, 0f);
        }

        int before = Math.Max(i - 1, 0);
        int after = Math.Min(i + 1, length - 1);
        return (before, after, after - before == 2 ? 0.5f : 1f);
    }
}
