using NDSeg.Filters;
using NDSeg.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Tensors;

/// <summary>Uploads stored samples as they are and turns them into numbers on the device.</summary>
internal static class SampleConversion
{
    /// <summary>Uploads rows of one plane.</summary>
    /// <param name="image">The image.</param>
    /// <param name="channel">0-based plane.</param>
    /// <param name="first">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="device">Where to.</param>
    /// <returns>count x W, the stored numbers: unsigned 16 and 32-bit samples in the next greater type, others in their own.</returns>
    public static Tensor Upload(SegImage image, int channel, long first, long count, Device device)
    {
        long sample = SegImage.BytesPerSample(image.PixelType);
        ReadOnlySpan<byte> bytes = image.SampleBytes(channel).Slice(checked((int)(first * image.Width * sample)), checked((int)(count * image.Width * sample)));
        (ScalarType stored, ScalarType widened, long mask) = image.PixelType switch
        {
            PixelType.Bilevel or PixelType.UInt8 => (ScalarType.Byte, ScalarType.Byte, 0L),
            PixelType.Int8 => (ScalarType.Int8, ScalarType.Int8, 0L),
            PixelType.UInt16 => (ScalarType.Int16, ScalarType.Int32, ushort.MaxValue),
            PixelType.Int16 => (ScalarType.Int16, ScalarType.Int16, 0L),
            PixelType.UInt32 => (ScalarType.Int32, ScalarType.Int64, uint.MaxValue),
            PixelType.Int32 => (ScalarType.Int32, ScalarType.Int32, 0L),
            PixelType.Float16 => (ScalarType.Float16, ScalarType.Float16, 0L),
            PixelType.Float32 => (ScalarType.Float32, ScalarType.Float32, 0L),
            PixelType.Float64 => (ScalarType.Float64, ScalarType.Float64, 0L),
            _ => throw new ArgumentOutOfRangeException(nameof(image)),
        };
        Tensor raw = DeviceTransfer.Upload(bytes, stored, [count, image.Width], device);
        if (mask == 0)
        {
            return raw;
        }

        using (raw)
        using (Tensor wide = raw.to(widened))
        using (Tensor bits = tensor(mask, dtype: widened, device: device))
        {
            return wide.bitwise_and(bits);
        }
    }

    /// <summary>Stored numbers as float32, unscaled: an extra channel.</summary>
    public static Tensor ToRaw(Tensor stored) => stored.to(ScalarType.Float32);

    /// <summary>
    /// Factor from stored integers to grey values: the reciprocal of the largest value of their type, rounded to float32,
    /// which is how scikit-image scales too.
    /// </summary>
    public static float ScaleOf(SegImage image) => (float)(1 / image.FullScale);

    /// <summary>Stored numbers as float32, unscaled: what grey values are made of in float64.</summary>
    public static Tensor ToClipped(Tensor stored, SegImage image)
    {
        Tensor samples = stored.to(ScalarType.Float32);
        if (IsSigned(image))
        {
            using Scalar least = ((float)-image.FullScale).ToScalar();
            samples.clamp_min_(least);
        }

        return samples;
    }

    /// <summary>Stored numbers as float32 grey values.</summary>
    public static Tensor ToGrey(Tensor stored, SegImage image)
    {
        Tensor grey = stored.to(ScalarType.Float32, copy: true);
        if (image.FullScale != 1)
        {
            using Scalar factor = ScaleOf(image).ToScalar();
            grey.mul_(factor);
            if (IsSigned(image))
            {
                using Scalar least = (-1f).ToScalar();
                grey.clamp_min_(least);
            }
        }

        return grey;
    }

    /// <summary>Stored numbers as bytes: as they are, or mapped to 0..255, rounded half up, clamped.</summary>
    public static Tensor ToBytes(Tensor stored, ByteMapping mapping)
    {
        if (mapping.IsIdentity)
        {
            return stored.to(ScalarType.Byte, copy: true);
        }

        // A copy even of float64: the stored numbers serve other maps.
        Tensor wide = stored.to(ScalarType.Float64, copy: true);
        using (wide)
        {
            using Scalar low = mapping.Low.ToScalar();
            using Scalar factor = mapping.Factor.ToScalar();
            using Scalar most = 255.ToScalar();
            wide.sub_(low);
            wide.mul_(factor);
            wide.add_(KeptScalar.Half);
            wide.floor_();
            wide.clamp_(KeptScalar.Zero, most);
            return wide.to(ScalarType.Byte);
        }
    }

    /// <summary>Signed integers: their least value lies one step beyond minus full scale and is clipped there.</summary>
    private static bool IsSigned(SegImage image) => image.PixelType is PixelType.Int8 or PixelType.Int16 or PixelType.Int32;
}
