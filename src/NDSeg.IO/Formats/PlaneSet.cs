using System.Numerics;
using System.Runtime.InteropServices;
using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>The planes of an image while a reader fills them: C typed arrays of H x W samples, addressed as bytes.</summary>
internal sealed class PlaneSet
{
    private readonly Array[] planes;
    private readonly int bytesPerSample;
    private readonly int width;

    public PlaneSet(PixelType type, int height, int width, int channels)
    {
        Type = type;
        Height = height;
        this.width = width;
        bytesPerSample = SegImage.BytesPerSample(type);
        planes = new Array[channels];
        long length = (long)height * width;
        for (int c = 0; c < channels; c++)
        {
            planes[c] = type.Visit<Allocation, Array>(new Allocation(length));
        }
    }

    public PixelType Type { get; }

    public int Height { get; }

    public IReadOnlyList<Array> Planes => planes;

    /// <summary>The bytes of a run of samples in one row.</summary>
    public Span<byte> Run(int channel, int row, int column, int count)
    {
        // Rows are addressed one at a time: a plane may be longer than a span of bytes can be.
        ref byte start = ref MemoryMarshal.GetArrayDataReference(planes[channel]);
        nint offset = checked((nint)((((long)row * width) + column) * bytesPerSample));
        return MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.AddByteOffset(ref start, offset), count * bytesPerSample);
    }

    /// <summary>Spreads interleaved samples of one row over the planes.</summary>
    public void ScatterRow(ReadOnlySpan<byte> interleaved, int row, int column, int count)
    {
        if (planes.Length == 1)
        {
            interleaved[..(count * bytesPerSample)].CopyTo(Run(0, row, column, count));
            return;
        }

        for (int c = 0; c < planes.Length; c++)
        {
            Span<byte> target = Run(c, row, column, count);
            switch (bytesPerSample)
            {
                case 1: Scatter(interleaved, target, c); break;
                case 2: Scatter(MemoryMarshal.Cast<byte, ushort>(interleaved), MemoryMarshal.Cast<byte, ushort>(target), c); break;
                case 4: Scatter(MemoryMarshal.Cast<byte, uint>(interleaved), MemoryMarshal.Cast<byte, uint>(target), c); break;
                default: Scatter(MemoryMarshal.Cast<byte, ulong>(interleaved), MemoryMarshal.Cast<byte, ulong>(target), c); break;
            }
        }
    }

    private void Scatter<T>(ReadOnlySpan<T> source, Span<T> target, int first)
    {
        int step = planes.Length;
        for (int i = 0, j = first; i < target.Length; i++, j += step)
        {
            target[i] = source[j];
        }
    }

    private readonly struct Allocation(long length) : IPixelVisitor<Array>
    {
        public Array Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => GC.AllocateUninitializedArray<T>(checked((int)length));
    }
}
