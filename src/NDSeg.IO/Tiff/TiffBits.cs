using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NDSeg.IO.Tiff;

/// <summary>The order of bits and bytes in pixel data.</summary>
internal static class TiffBits
{
    /// <summary>Turns every byte round, for files whose lowest bit comes first (FillOrder 2).</summary>
    public static void Reverse(Span<byte> bytes)
    {
        foreach (ref byte b in bytes)
        {
            int v = b;
            v = ((v & 0x55) << 1) | ((v >> 1) & 0x55);
            v = ((v & 0x33) << 2) | ((v >> 2) & 0x33);
            b = (byte)((v << 4) | (v >> 4));
        }
    }

    /// <summary>Brings whole samples into the byte order of this machine.</summary>
    public static void Swap(Span<byte> bytes, int bits, bool isLittleEndian)
    {
        if (isLittleEndian == BitConverter.IsLittleEndian)
        {
            return;
        }

        switch (bits)
        {
            case 16:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 32:
                Span<uint> longs = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            case 64:
                Span<ulong> quads = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }

    /// <summary>Takes packed samples of a row apart.</summary>
    /// <param name="packed">Samples one behind the other, highest bit first.</param>
    /// <param name="samples">Receives one byte per sample up to 8 bits, else a 16-bit integer in the byte order of this machine.</param>
    /// <param name="bits">Bits of a sample, 1 to 15.</param>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<byte> samples, int bits)
    {
        if (bits <= 8)
        {
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = (byte)Sample(packed, i, bits);
            }

            return;
        }

        Span<ushort> wide = MemoryMarshal.Cast<byte, ushort>(samples);
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = (ushort)Sample(packed, i, bits);
        }
    }

    private static int Sample(ReadOnlySpan<byte> packed, int index, int bits)
    {
        long first = (long)index * bits;
        int at = (int)(first >> 3);
        int window = packed[at] << 16;
        window |= at + 1 < packed.Length ? packed[at + 1] << 8 : 0;
        window |= at + 2 < packed.Length ? packed[at + 2] : 0;
        return (window >> (24 - bits - (int)(first & 7))) & ((1 << bits) - 1);
    }
}
