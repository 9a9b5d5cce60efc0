namespace NDSeg.IO.Tiff;

/// <summary>Fractions of two 32-bit integers.</summary>
internal static class TiffRational
{
    /// <summary>The continued fraction closest to a positive number, so that a resolution read from a file is written back exactly.</summary>
    public static (uint Numerator, uint Denominator) Of(double value)
    {
        if (!(value > 0) || value > uint.MaxValue)
        {
            return (1, 1);
        }

        ulong numerator = 1;
        ulong denominator = 0;
        ulong lastNumerator = 0;
        ulong lastDenominator = 1;
        double rest = value;
        for (int i = 0; i < 40; i++)
        {
            double whole = Math.Floor(rest);
            if (whole > uint.MaxValue)
            {
                break;
            }

            ulong nextNumerator = ((ulong)whole * numerator) + lastNumerator;
            ulong nextDenominator = ((ulong)whole * denominator) + lastDenominator;
            if (nextNumerator > uint.MaxValue || nextDenominator > uint.MaxValue)
            {
                break;
            }

            (lastNumerator, numerator) = (numerator, nextNumerator);
            (lastDenominator, denominator) = (denominator, nextDenominator);
            if ((double)numerator / denominator == value || rest - whole < 1e-12)
            {
                break;
            }

            rest = 1 / (rest - whole);
        }

        return numerator == 0 || denominator == 0 ? (1, uint.MaxValue) : ((uint)numerator, (uint)denominator);
    }
}
