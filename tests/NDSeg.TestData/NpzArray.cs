using System.Buffers.Binary;

namespace NDSeg.TestData;

/// <summary>One little-endian, C-ordered numpy array.</summary>
/// <param name="Type">numpy's type code without the byte order: <c>f4</c>, <c>u1</c>, <c>b1</c>, ...</param>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Bytes">The samples as stored.</param>
public sealed record NpzArray(string Type, int[] Shape, byte[] Bytes)
{
    /// <summary>Number of elements.</summary>
    public int Length => Shape.Aggregate(1, (a, b) => a * b);

    /// <summary>Every element widened to double.</summary>
    public double[] ToDoubles()
    {
        var values = new double[Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                "f8" => BinaryPrimitives.ReadDoubleLittleEndian(Bytes.AsSpan(i * 8)),
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(Bytes.AsSpan(i * 4)),
                "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(Bytes.AsSpan(i * 2)),
                "u1" or "b1" => Bytes[i],
                "i1" => (sbyte)Bytes[i],
                "u2" => BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(i * 2)),
                "i2" => BinaryPrimitives.ReadInt16LittleEndian(Bytes.AsSpan(i * 2)),
                "u4" => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(i * 4)),
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(i * 4)),
                "i8" => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(i * 8)),
                _ => throw new NotSupportedException(Type),
            };
        }

        return values;
    }

    /// <summary>Every element as float32.</summary>
    public float[] ToFloats() => Array.ConvertAll(ToDoubles(), v => (float)v);

    /// <summary>Every element as an integer.</summary>
    public int[] ToInts() => Array.ConvertAll(ToDoubles(), v => checked((int)v));
}
