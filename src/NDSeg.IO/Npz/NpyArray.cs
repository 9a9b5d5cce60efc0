using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace NDSeg.IO.Npz;

/// <summary>Arrays of numbers as numpy stores them: a header in words, then little-endian elements, the last axis fastest.</summary>
internal static class NpyArray
{
    // A header is as long as brings the elements to a multiple of this, as numpy has it.
    private const int Alignment = 64;
    private const int Block = 1 << 16;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Target.</param>
    /// <param name="type">Byte order, kind and size, such as <c>&lt;f4</c>.</param>
    /// <param name="shape">Lengths of the axes.</param>
    public static void WriteHeader(Stream stream, string type, params ReadOnlySpan<int> shape)
    {
        string axes = string.Join(", ", shape.ToArray().Select(n => n.ToString(CultureInfo.InvariantCulture))) + (shape.Length == 1 ? "," : string.Empty);
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({axes}), }}";
        int length = ((10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment) - 10;
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n"));
    }

    /// <summary>Writes float32.</summary>
    public static void Write(Stream stream, float[] values, ReadOnlySpan<int> shape, CancellationToken cancellation)
    {
        WriteHeader(stream, "<f4", shape);
        Write(stream, values, sizeof(float), (target, value) => BinaryPrimitives.WriteSingleLittleEndian(target, value), cancellation);
    }

    /// <summary>Writes a list of int32.</summary>
    public static void Write(Stream stream, int[] values, CancellationToken cancellation)
    {
        WriteHeader(stream, "<i4", values.Length);
        Write(stream, values, sizeof(int), (target, value) => BinaryPrimitives.WriteInt32LittleEndian(target, value), cancellation);
    }

    /// <summary>Writes a list of int64.</summary>
    public static void Write(Stream stream, long[] values, CancellationToken cancellation)
    {
        WriteHeader(stream, "<i8", values.Length);
        Write(stream, values, sizeof(long), (target, value) => BinaryPrimitives.WriteInt64LittleEndian(target, value), cancellation);
    }

    /// <summary>Reads a table of float32, row by row whichever way it is stored.</summary>
    public static float[] ReadFloats(NpzEntry entry, CancellationToken cancellation)
    {
        float[] stored = Read(entry, sizeof(float), BinaryPrimitives.ReadSingleLittleEndian, cancellation);
        if (!entry.IsTransposed)
        {
            return stored;
        }

        int rows = (int)entry.Shape[0];
        int columns = (int)entry.Shape[1];
        var turned = new float[stored.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                turned[(i * columns) + j] = stored[(j * rows) + i];
            }
        }

        return turned;
    }

    /// <summary>Reads integers of any size.</summary>
    public static long[] ReadIntegers(NpzEntry entry, CancellationToken cancellation) => entry.Type[1..] switch
    {
        "i1" => Read(entry, 1, bytes => (long)(sbyte)bytes[0], cancellation),
        "u1" => Read(entry, 1, bytes => (long)bytes[0], cancellation),
        "i2" => Read(entry, 2, bytes => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes), cancellation),
        "u2" => Read(entry, 2, bytes => (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes), cancellation),
        "i4" => Read(entry, 4, bytes => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes), cancellation),
        "u4" => Read(entry, 4, bytes => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes), cancellation),
        "i8" => Read(entry, 8, BinaryPrimitives.ReadInt64LittleEndian, cancellation),
        "u8" => Read(entry, 8, bytes => checked((long)BinaryPrimitives.ReadUInt64LittleEndian(bytes)), cancellation),
        _ => throw new InvalidDataException($"Expected integers of 1, 2, 4 or 8 bytes, found {entry.Type}."),
    };

    private delegate void Encode<T>(Span<byte> target, T value);

    private delegate T Decode<T>(ReadOnlySpan<byte> bytes);

    private static void Write<T>(Stream stream, T[] values, int size, Encode<T> encode, CancellationToken cancellation)
        where T : unmanaged
    {
        var buffer = new byte[Block * size];
        for (int first = 0; first < values.Length; first += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(Block, values.Length - first);
            if (BitConverter.IsLittleEndian)
            {
                stream.Write(MemoryMarshal.AsBytes(values.AsSpan(first, count)));
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                encode(buffer.AsSpan(i * size), values[first + i]);
            }

            stream.Write(buffer.AsSpan(0, count * size));
        }
    }

    private static T[] Read<T>(NpzEntry entry, int size, Decode<T> decode, CancellationToken cancellation)
    {
        var values = new T[entry.Count];
        var buffer = new byte[Math.Min(Block, values.Length) * size];
        for (int first = 0; first < values.Length; first += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(Block, values.Length - first);
            Span<byte> bytes = buffer.AsSpan(0, count * size);
            entry.Take(bytes);
            for (int i = 0; i < count; i++)
            {
                values[first + i] = decode(bytes[(i * size)..]);
            }
        }

        return values;
    }
}
