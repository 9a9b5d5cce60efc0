using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NDSeg.Hdf5;

/// <summary>Shuffle: all first bytes of the elements, then all second ones, and so on.</summary>
internal static class ShuffleFilter
{
    /// <summary>The elements with their bytes together again.</summary>
    /// <param name="data">Shuffled bytes; returned as they are where there is nothing to move.</param>
    /// <param name="size">Bytes of an element.</param>
    public static byte[] Undo(byte[] data, int size)
    {
        int count = size > 0 ? data.Length / size : 0;
        if (size <= 1 || count <= 1)
        {
            return data;
        }

        var result = GC.AllocateUninitializedArray<byte>(data.Length);
        switch (size)
        {
            case 2: Interleave2(data, result, count); break;
            case 4: Interleave4(data, result, count); break;
            default:
                for (int b = 0; b < size; b++)
                {
                    for (int i = 0, from = b * count, to = b; i < count; i++, from++, to += size)
                    {
                        result[to] = data[from];
                    }
                }

                break;
        }

        // Bytes that do not make up a whole element are not shuffled.
        data.AsSpan(count * size).CopyTo(result.AsSpan(count * size));
        return result;
    }

    private static void Interleave2(byte[] data, byte[] result, int count)
    {
        ReadOnlySpan<byte> low = data.AsSpan(0, count);
        ReadOnlySpan<byte> high = data.AsSpan(count, count);
        Span<byte> target = result.AsSpan(0, 2 * count);
        for (int i = 0; i < low.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target[(2 * i)..], (ushort)(low[i] | (high[i] << 8)));
        }
    }

    private static void Interleave4(byte[] data, byte[] result, int count)
    {
        ReadOnlySpan<byte> a = data.AsSpan(0, count);
        ReadOnlySpan<byte> b = data.AsSpan(count, count);
        ReadOnlySpan<byte> c = data.AsSpan(2 * count, count);
        ReadOnlySpan<byte> d = data.AsSpan(3 * count, count);
        Span<uint> target = MemoryMarshal.Cast<byte, uint>(result.AsSpan(0, 4 * count));
        for (int i = 0; i < a.Length; i++)
        {
            uint value = a[i] | ((uint)b[i] << 8) | ((uint)c[i] << 16) | ((uint)d[i] << 24);
            target[i] = BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
        }
    }
}
