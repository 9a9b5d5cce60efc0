using System.Buffers.Binary;
using System.Text;

namespace NDSeg.Hdf5;

/// <summary>The element type of a dataset (format specification IV.A.2.d).</summary>
public sealed record Hdf5Type
{
    private Hdf5Type()
    {
    }

    /// <summary>What the elements are.</summary>
    public Hdf5ElementKind Kind { get; private init; }

    /// <summary>Bytes of an element; 0 where <see cref="Kind"/> is <see cref="Hdf5ElementKind.Other"/>.</summary>
    public int Size { get; private init; }

    /// <summary>Whether the most significant byte comes first.</summary>
    public bool IsBigEndian { get; private init; }

    /// <summary>Name for messages: <c>UInt16</c>, <c>Float32</c>, <c>Compound</c>, ...</summary>
    public required string Name { get; init; }

    /// <summary>Whether elements are numbers, or truth values as numbers.</summary>
    public bool IsNumeric => Kind is Hdf5ElementKind.SignedInteger or Hdf5ElementKind.UnsignedInteger or Hdf5ElementKind.Float or Hdf5ElementKind.Boolean;

    internal static Hdf5Type Parse(ReadOnlySpan<byte> body)
    {
        int kind = body[0] & 0x0F;
        int version = body[0] >> 4;
        uint bits = (uint)AddressSpace.Unsigned(body.Slice(1, 3));
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
        return kind switch
        {
            0 => ParseInteger(body, bits, size),
            1 => ParseFloat(body, bits, size),
            3 => Other("String") with { Kind = Hdf5ElementKind.FixedText, Size = checked((int)size) },
            8 => ParseEnumeration(body, bits, version),
            9 => Other("VariableLength") with { Kind = (bits & 0xF) == 1 ? Hdf5ElementKind.VariableText : Hdf5ElementKind.Other, Size = checked((int)size) },
            _ => Other(kind switch { 2 => "Time", 4 => "BitField", 5 => "Opaque", 6 => "Compound", 7 => "Reference", 10 => "Array", _ => $"class {kind}" }),
        };
    }

    private static Hdf5Type Other(string name) => new() { Name = name };

    private static Hdf5Type ParseInteger(ReadOnlySpan<byte> body, uint bits, uint size)
    {
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]);
        int precision = BinaryPrimitives.ReadUInt16LittleEndian(body[10..]);
        bool signed = (bits & 8) != 0;
        if (offset != 0 || precision != size * 8)
        {
            return Other($"{precision}-bit integers in {size} bytes");
        }

        return new Hdf5Type
        {
            Kind = size is 1 or 2 or 4 or 8 ? (signed ? Hdf5ElementKind.SignedInteger : Hdf5ElementKind.UnsignedInteger) : Hdf5ElementKind.Other,
            Size = (int)Math.Min(size, 255),
            IsBigEndian = (bits & 1) != 0,
            Name = (signed ? "Int" : "UInt") + (size * 8),
        };
    }

    private static Hdf5Type ParseFloat(ReadOnlySpan<byte> body, uint bits, uint size)
    {
        // Only the IEEE 754 layouts: sign bit last, exponent and mantissa sizes and bias as the standard has them.
        (int ExponentAt, int ExponentSize, int MantissaAt, int MantissaSize) parts = (body[12], body[13], body[14], body[15]);
        uint bias = BinaryPrimitives.ReadUInt32LittleEndian(body[16..]);
        bool isIeee = (size, parts, bias) is (2, (10, 5, 0, 10), 15) or (4, (23, 8, 0, 23), 127) or (8, (52, 11, 0, 52), 1023);
        bool isVax = (bits & 0x41) == 0x41;
        return isIeee && !isVax
            ? new Hdf5Type { Kind = Hdf5ElementKind.Float, Size = (int)size, IsBigEndian = (bits & 1) != 0, Name = $"Float{size * 8}" }
            : Other($"non-IEEE {size * 8}-bit float");
    }

    /// <summary>h5py stores booleans as an enumeration of FALSE and TRUE; other enumerations count as their integers.</summary>
    private static Hdf5Type ParseEnumeration(ReadOnlySpan<byte> body, uint bits, int version)
    {
        // Only integers can be enumerated. Anything else inside is refused unread: enumerations of enumerations could be
        // nested as deep as a file is long.
        ReadOnlySpan<byte> inner = body[8..];
        if ((inner[0] & 0x0F) != 0 || Parse(inner) is not { Size: <= 4, Kind: not Hdf5ElementKind.Other } values)
        {
            return Other("Enumeration");
        }

        int at = 8 + 12;
        var names = new List<string>();
        for (int i = 0; i < (int)(bits & 0xFFFF) && i < 3; i++)
        {
            int length = body[at..].IndexOf((byte)0);
            names.Add(Encoding.UTF8.GetString(body.Slice(at, length)));
            at += version >= 3 ? length + 1 : (length + 8) / 8 * 8;
        }

        bool isBoolean = values.Size == 1 && names is ["FALSE", "TRUE"];
        return isBoolean ? values with { Kind = Hdf5ElementKind.Boolean, Name = "Boolean" } : values;
    }
}
