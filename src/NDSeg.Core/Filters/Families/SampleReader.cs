using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NDSeg.Images;

namespace NDSeg.Filters.Families;

/// <summary>Reads rows of an image as float32, scaled.</summary>
internal static unsafe class SampleReader
{
    /// <summary>Samples per vector at most; shorter rests are converted one by one, so that nothing past a plane is read.</summary>
    private const int Whole = 16;

    /// <summary>
    /// The factor that takes stored samples to the grey values of the maps: the reciprocal of the full scale, rounded to
    /// float32, which is how scikit-image scales too (one rounding, of the product).
    /// </summary>
    internal static float ScaleOf(SegImage image) => (float)(1 / image.FullScale);

    /// <summary>Reads part of a row.</summary>
    /// <param name="kernel">Vector kernel.</param>
    /// <param name="image">The image.</param>
    /// <param name="channel">Plane.</param>
    /// <param name="y">Row.</param>
    /// <param name="x">First column.</param>
    /// <param name="count">Columns.</param>
    /// <param name="scale">Factor applied to every integer sample, the result being clipped at -1; 1 gives samples as they are. Floats are never scaled.</param>
    /// <param name="target">Receives <paramref name="count"/> floats.</param>
    internal static void Read(PixelKernel kernel, SegImage image, int channel, int y, int x, int count, float scale, float* target)
        => Read(kernel, image, channel, y, x, count, scale, scale == 1f ? float.NegativeInfinity : -1f, target);

    /// <summary>Reads part of a row as stored, integers being clipped at minus full scale: what grey values are made of in float64.</summary>
    /// <inheritdoc cref="Read(PixelKernel, SegImage, int, int, int, int, float, float*)"/>
    internal static void ReadClipped(PixelKernel kernel, SegImage image, int channel, int y, int x, int count, float* target)
        => Read(kernel, image, channel, y, x, count, 1f, (float)-image.FullScale, target);

    private static void Read(PixelKernel kernel, SegImage image, int channel, int y, int x, int count, float scale, float least, float* target)
        => image.PixelType.Visit<Row, bool>(new Row(kernel, image.Plane(channel), ((long)y * image.Width) + x, count, scale, least, target));

    // The least value of a signed type lies one step beyond minus full scale and is clipped there.
    private readonly struct Row(PixelKernel kernel, Array plane, long at, int count, float scale, float least, float* target) : IPixelVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            fixed (T* source = &Unsafe.Add(ref MemoryMarshal.GetArrayDataReference((T[])plane), (nint)at))
            {
                if (typeof(T) == typeof(float))
                {
                    NativeMemory.Copy(source, target, (nuint)count * sizeof(float));
                }
                else if (typeof(T) == typeof(double) || typeof(T) == typeof(Half))
                {
                    for (int i = 0; i < count; i++)
                    {
                        target[i] = float.CreateTruncating(source[i]);
                    }
                }
                else
                {
                    int done = Vectors(source);
                    for (int i = done; i < count; i++)
                    {
                        target[i] = Math.Max(float.CreateTruncating(source[i]) * scale, least);
                    }
                }
            }

            return true;
        }

        /// <summary>Converts as many samples as fill whole vectors, for the types that have a kernel.</summary>
        private int Vectors<T>(T* source)
            where T : unmanaged
        {
            int whole = count / Whole * Whole;
            if (typeof(T) == typeof(byte))
            {
                kernel.Scale((byte*)source, target, whole, scale, stream: false);
                return whole;
            }

            if (typeof(T) == typeof(ushort))
            {
                kernel.Scale((ushort*)source, target, whole, scale);
                return whole;
            }

            return 0;
        }
    }
}
