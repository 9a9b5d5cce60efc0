using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NDSeg.Filters.Kernels;
using NDSeg.Images;

namespace NDSeg.Filters;

/// <summary>Reads rows of an image as float32, scaled.</summary>
internal static unsafe class SampleRows
{
    /// <summary>Samples per vector at most; shorter rests are converted one by one, so that nothing past a plane is read.</summary>
    private const int Whole = 16;

    /// <summary>
    /// The factor that takes stored samples to the grey values of the maps: the reciprocal of the full scale, rounded to
    /// float32, which is how scikit-image scales too (one rounding, of the product).
    /// </summary>
    internal static float ScaleOf(SegImage image) => (float)(1 / image.FullScale);

    /// <summary>Reads part of a row.</summary>
    /// <param name="kernels">Vector kernels.</param>
    /// <param name="image">The image.</param>
    /// <param name="channel">Plane.</param>
    /// <param name="y">Row.</param>
    /// <param name="x">First column.</param>
    /// <param name="count">Columns.</param>
    /// <param name="scale">Factor applied to every sample; floats are never scaled.</param>
    /// <param name="target">Receives <paramref name="count"/> floats.</param>
    internal static void Read(FilterKernels kernels, SegImage image, int channel, int y, int x, int count, float scale, float* target)
    {
        long at = ((long)y * image.Width) + x;
        // To the runtime an array of signed integers is one of unsigned ones too: the sample type decides.
        PixelType type = image.PixelType;
        switch (image.Plane(channel))
        {
            case byte[] samples when type != PixelType.Int8:
                fixed (byte* source = &Start(samples, at))
                {
                    int whole = count / Whole * Whole;
                    kernels.Scale(source, target, whole, scale, stream: false);
                    for (int i = whole; i < count; i++)
                    {
                        target[i] = source[i] * scale;
                    }
                }

                break;
            case ushort[] samples when type == PixelType.UInt16:
                fixed (ushort* source = &Start(samples, at))
                {
                    int whole = count / Whole * Whole;
                    kernels.Scale(source, target, whole, scale);
                    for (int i = whole; i < count; i++)
                    {
                        target[i] = source[i] * scale;
                    }
                }

                break;
            case uint[] samples when type == PixelType.UInt32:
                fixed (uint* source = &Start(samples, at))
                {
                    for (int i = 0; i < count; i++)
                    {
                        target[i] = source[i] * scale;
                    }
                }

                break;
            case sbyte[] samples:
                fixed (sbyte* source = &Start(samples, at))
                {
                    for (int i = 0; i < count; i++)
                    {
                        target[i] = source[i] * scale;
                    }
                }

                break;
            case short[] samples:
                fixed (short* source = &Start(samples, at))
                {
                    for (int i = 0; i < count; i++)
                    {
                        target[i] = source[i] * scale;
                    }
                }

                break;
            case int[] samples:
                fixed (int* source = &Start(samples, at))
                {
                    for (int i = 0; i < count; i++)
                    {
                        target[i] = source[i] * scale;
                    }
                }

                break;
            case Half[] samples:
                fixed (Half* source = &Start(samples, at))
                {
                    for (int i = 0; i < count; i++)
                    {
                        target[i] = (float)source[i];
                    }
                }

                break;
            case float[] samples:
                fixed (float* source = &Start(samples, at))
                {
                    NativeMemory.Copy(source, target, (nuint)count * sizeof(float));
                }

                break;
            case double[] samples:
                fixed (double* source = &Start(samples, at))
                {
                    for (int i = 0; i < count; i++)
                    {
                        target[i] = (float)source[i];
                    }
                }

                break;
            default:
                throw new ArgumentException("Unknown sample type.", nameof(image));
        }
    }

    private static ref T Start<T>(T[] samples, long at) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(samples), (nint)at);
}
