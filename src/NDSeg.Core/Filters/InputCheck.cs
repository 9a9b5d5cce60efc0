using System.Numerics;
using System.Runtime.InteropServices;
using NDSeg.Images;

namespace NDSeg.Filters;

/// <summary>Checks of images before any map is computed.</summary>
internal static class InputCheck
{
    /// <summary>Every sample is finite, also as float32.</summary>
    /// <param name="image">The image.</param>
    /// <param name="slice">Its place in a volume; null outside one.</param>
    /// <exception cref="SegException">NonFinitePixel, naming the first such pixel.</exception>
    internal static void Finite(SegImage image, int? slice = null)
    {
        for (int c = 0; c < image.Channels; c++)
        {
            long bad = image.Plane(c) switch
            {
                float[] samples => FirstNonFinite(MemoryMarshal.Cast<float, uint>(samples), 0x7F800000u),
                Half[] samples => FirstNonFinite(MemoryMarshal.Cast<Half, ushort>(samples), (ushort)0x7C00),

                // Doubles from 2^128 - 2^103 up round to infinity; that is the bit pattern compared with.
                double[] samples => FirstNonFinite(MemoryMarshal.Cast<double, ulong>(samples), BitConverter.DoubleToUInt64Bits(3.4028235677973366e38)),
                _ => -1,
            };
            if (bad >= 0)
            {
                int y = (int)(bad / image.Width);
                int x = (int)(bad % image.Width);
                double value = image[c, y, x];
                throw new SegException(
                    "NonFinitePixel",
                    SegErrorKind.InvalidData,
                    $"Expected finite samples within the range of float32, found {value} in channel {c} at {(slice is int z ? $"slice {z}, " : string.Empty)}row {y}, column {x} of {image}.", "Replace such pixels before computing maps.");
            }
        }
    }

    /// <summary>Every extra channel has the image's height and width and finite samples.</summary>
    /// <exception cref="SegException">ExtraChannelShapeMismatch; NonFinitePixel.</exception>
    internal static void Extras(SegImage image, IReadOnlyList<SegImage> extras)
    {
        foreach (SegImage extra in extras)
        {
            if (extra.Height != image.Height || extra.Width != image.Width)
            {
                throw new SegException(
                    "ExtraChannelShapeMismatch",
                    SegErrorKind.ShapeMismatch,
                    $"Expected extra channels of {image.Height} x {image.Width} pixels like the image {image.Source}, found {extra.Shape} in {extra.Source}.", "Resample or crop the extra channels to the image.");
            }

            Finite(extra);
        }
    }

    private static long FirstNonFinite<T>(ReadOnlySpan<T> bits, T limit)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        // A float's bits without the sign grow with its magnitude, so one comparison of integers decides.
        T mask = T.MaxValue >> 1;
        int lanes = Vector<T>.Count;
        var masks = new Vector<T>(mask);
        var limits = new Vector<T>(limit);
        int i = 0;
        while (i <= bits.Length - lanes && !Vector.GreaterThanOrEqualAny(new Vector<T>(bits[i..]) & masks, limits))
        {
            i += lanes;
        }

        for (; i < bits.Length; i++)
        {
            if ((bits[i] & mask) >= limit)
            {
                return i;
            }
        }

        return -1;
    }
}
