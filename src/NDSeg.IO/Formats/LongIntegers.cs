using NDSeg.IO.Files;

namespace NDSeg.IO.Formats;

/// <summary>64-bit integers as image samples: floating-point numbers of the same size, which hold them exactly up to 2^53.</summary>
internal static class LongIntegers
{
    private const long MostExact = 1L << 53;

    /// <summary>Replaces the bits of integers by the numbers they mean, in place.</summary>
    /// <param name="samples">Integers whose bits stand in doubles.</param>
    /// <param name="isSigned">Whether the integers are signed.</param>
    /// <param name="dataset">Name, for the message.</param>
    /// <param name="path">File, for the message.</param>
    /// <exception cref="SegException">UnsupportedImage for an integer that no sample can hold exactly.</exception>
    public static void ToDoubles(double[] samples, bool isSigned, string dataset, string path)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            long value = BitConverter.DoubleToInt64Bits(samples[i]);
            if (value > MostExact || value < (isSigned ? -MostExact : 0))
            {
                throw FileErrors.Unsupported(path, $"the 64-bit integer {(isSigned ? value : unchecked((decimal)(ulong)value))} in dataset '{dataset}', which no sample holds exactly", "Scale the values below 2^53.");
            }

            samples[i] = value;
        }
    }
}
