using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NDSeg.IO.Formats;

/// <summary>The samples of planes as bytes, whatever their type.</summary>
internal static class PlaneBytes
{
    /// <summary>A run of samples in the byte order of this machine.</summary>
    /// <param name="plane">H * W samples.</param>
    /// <param name="size">Bytes of a sample.</param>
    /// <param name="first">First sample of the run.</param>
    /// <param name="count">Samples of the run.</param>
    public static ReadOnlySpan<byte> Of(Array plane, int size, long first, int count)
    {
        // Runs are addressed one at a time: a plane may be longer than a span of bytes can be.
        ref byte start = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(plane), checked((nint)(first * size)));
        return MemoryMarshal.CreateReadOnlySpan(ref start, checked(count * size));
    }

    /// <summary>Copies a run of samples, little-endian.</summary>
    /// <param name="plane">H * W samples.</param>
    /// <param name="size">Bytes of a sample.</param>
    /// <param name="first">First sample of the run.</param>
    /// <param name="count">Samples of the run.</param>
    /// <param name="target">As many bytes.</param>
    public static void CopyTo(Array plane, int size, long first, int count, Span<byte> target)
    {
        Of(plane, size, first, count).CopyTo(target);
        for (int at = 0; at < target.Length && !BitConverter.IsLittleEndian; at += size)
        {
            target.Slice(at, size).Reverse();
        }
    }
}
