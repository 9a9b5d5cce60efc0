using System.Globalization;
using System.Text.Json;
using NDSeg.Images;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>What the elements of an array are.</summary>
/// <param name="Name">Name for people: <c>UInt16</c>, <c>Int64</c>, or the file's own where elements are no samples.</param>
/// <param name="Pixel">The sample type; null where elements are no samples or 64-bit integers.</param>
/// <param name="Size">Bytes of an element; 0 where they are no samples.</param>
/// <param name="IsSigned">Whether integers have a sign.</param>
internal sealed record ElementType(string Name, PixelType? Pixel, int Size, bool IsSigned)
{
    /// <summary>Whether elements are 64-bit integers, which only label files may hold.</summary>
    public bool IsLong => Pixel is null && Size == sizeof(long);

    /// <summary>Whether elements can be samples of an image or labels.</summary>
    public bool IsSample => Size > 0;

    /// <summary>The type of a Zarr 3 name, such as <c>uint16</c>.</summary>
    public static ElementType OfName(string name) => name switch
    {
        "bool" => Of(PixelType.Bilevel, 1),
        "uint8" => Of(PixelType.UInt8, 1),
        "uint16" => Of(PixelType.UInt16, 2),
        "uint32" => Of(PixelType.UInt32, 4),
        "int8" => Of(PixelType.Int8, 1),
        "int16" => Of(PixelType.Int16, 2),
        "int32" => Of(PixelType.Int32, 4),
        "float16" => Of(PixelType.Float16, 2),
        "float32" => Of(PixelType.Float32, 4),
        "float64" => Of(PixelType.Float64, 8),
        "int64" => new ElementType("Int64", null, 8, IsSigned: true),
        "uint64" => new ElementType("UInt64", null, 8, IsSigned: false),
        _ => new ElementType(name, null, 0, IsSigned: false),
    };

    /// <summary>The Zarr 3 name of a sample type; bilevel samples are bytes.</summary>
    public static string NameOf(PixelType type) => type switch
    {
        PixelType.UInt16 => "uint16",
        PixelType.UInt32 => "uint32",
        PixelType.Int8 => "int8",
        PixelType.Int16 => "int16",
        PixelType.Int32 => "int32",
        PixelType.Float16 => "float16",
        PixelType.Float32 => "float32",
        PixelType.Float64 => "float64",
        _ => "uint8",
    };

    /// <summary>The type of a Zarr 2 name without its byte order, such as <c>u2</c>.</summary>
    public static ElementType OfCode(string code) => OfName(code switch
    {
        "b1" => "bool",
        ['u' or 'i' or 'f', '1' or '2' or '4' or '8'] => $"{(code[0] == 'u' ? "uint" : code[0] == 'i' ? "int" : "float")}{8 * (code[1] - '0')}",
        _ => code,
    });

    /// <summary>The bytes of a fill value in the order of this machine; null where it is none of this type.</summary>
    public byte[]? Fill(JsonElement value)
    {
        var bytes = new byte[Size];
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.False or JsonValueKind.Undefined: return bytes;
            case JsonValueKind.True: return Fill(1, bytes) ? bytes : null;
            case JsonValueKind.Number when Pixel?.IsFloatingPoint() != true:
                return value.TryGetInt64(out long signed) ? FillInteger(signed, bytes)
                    : value.TryGetUInt64(out ulong unsigned) ? FillInteger(unsigned, bytes)
                    : value.TryGetDouble(out double number) && number == Math.Truncate(number) && Math.Abs(number) < 1e20 ? FillInteger((Int128)number, bytes) : null;
            case JsonValueKind.Number: return value.TryGetDouble(out double real) && Fill(real, bytes) ? bytes : null;
            case JsonValueKind.String: return FillText(value.GetString()!, bytes);
            default: return null;
        }
    }

    private static ElementType Of(PixelType type, int size) => new(type.ToString(), type, size, type is PixelType.Int8 or PixelType.Int16 or PixelType.Int32);

    private byte[]? FillInteger(Int128 value, byte[] bytes)
    {
        int bits = 8 * Size;
        Int128 least = IsSigned ? -(Int128.One << (bits - 1)) : 0;
        if (value < least || value - least >= Int128.One << bits)
        {
            return null;
        }

        ulong raw = unchecked((ulong)(long)(value & ulong.MaxValue));
        for (int i = 0; i < Size; i++)
        {
            bytes[BitConverter.IsLittleEndian ? i : Size - 1 - i] = (byte)(raw >> (8 * i));
        }

        return bytes;
    }

    private byte[]? FillText(string text, byte[] bytes)
    {
        // The specification's not-a-number has no sign, the runtime's has.
        double? number = text switch { "NaN" => BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000), "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => null };
        if (number is double special)
        {
            return Fill(special, bytes) ? bytes : null;
        }

        if (!text.StartsWith("0x", StringComparison.Ordinal) || text.Length > 18 || !ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong raw))
        {
            return null;
        }

        for (int i = 0; i < Size; i++)
        {
            bytes[BitConverter.IsLittleEndian ? i : Size - 1 - i] = (byte)(raw >> (8 * i));
        }

        return bytes;
    }

    private bool Fill(double value, byte[] bytes)
    {
        switch (Pixel)
        {
            case PixelType.Bilevel: bytes[0] = value != 0 ? (byte)1 : (byte)0; return true;
            case PixelType.Float16: BitConverter.TryWriteBytes(bytes, (Half)value); return true;
            case PixelType.Float32: BitConverter.TryWriteBytes(bytes, (float)value); return true;
            case PixelType.Float64: BitConverter.TryWriteBytes(bytes, value); return true;
            default: return false;
        }
    }
}
