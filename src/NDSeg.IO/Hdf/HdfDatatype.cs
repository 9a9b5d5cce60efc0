using System.Buffers.Binary;
using System.Text;
using NDSeg.Images;

namespace NDSeg.IO.Hdf;

/// <summary>The element type of a dataset (IV.A.2.d).</summary>
internal sealed record HdfDatatype
{
    /// <summary>The sample type, or null when elements are no samples.</summary>
    public PixelType? Pixel { get; private init; }

    /// <summary>Whether elements are 64-bit integers, which only label files may hold.</summary>
    public bool IsLong { get; private init; }

    public bool IsSigned { get; private init; }

    public int Size { get; private init; }

    public bool IsBigEndian { get; private init; }

    /// <summary>Name for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Whether elements are text of variable length in a global heap.</summary>
    public bool IsVariableText { get; private init; }

    public bool IsFixedText { get; private init; }

    public static HdfDatatype Parse(ReadOnlySpan<byte> body)
    {
        int kind = body[0] & 0x0F;
        int version = body[0] >> 4;
        uint bits = (uint)HdfSource.Unsigned(body.Slice(1, 3));
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
        return kind switch
        {
            0 => ParseInteger(body, bits, size),
            1 => ParseFloat(body, bits, size),
            3 => Other("String") with { IsFixedText = true, Size = checked((int)size) },
            8 => ParseEnumeration(body, bits, version),
            9 => Other("VariableLength") with { IsVariableText = (bits & 0xF) == 1, Size = checked((int)size) },
            _ => Other(kind switch { 2 => "Time", 4 => "BitField", 5 => "Opaque", 6 => "Compound", 7 => "Reference", 10 => "Array", _ => $"class {kind}" }),
        };
    }

    private static HdfDatatype Other(string name) => new() { Name = name };

    private static HdfDatatype ParseInteger(ReadOnlySpan<byte> body, uint bits, uint size)
    {
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]);
        int precision = BinaryPrimitives.ReadUInt16LittleEndian(body[10..]);
        bool signed = (bits & 8) != 0;
        if (offset != 0 || precision != size * 8)
        {
            return Other($"{precision}-bit integers in {size} bytes");
        }

        PixelType? pixel = (size, signed) switch
        {
            (1, false) => PixelType.UInt8,
            (2, false) => PixelType.UInt16,
            (4, false) => PixelType.UInt32,
            (1, true) => PixelType.Int8,
            (2, true) => PixelType.Int16,
            (4, true) => PixelType.Int32,
            _ => null,
        };
        return new HdfDatatype
        {
            Pixel = pixel,
            IsLong = size == 8,
            IsSigned = signed,
            Size = (int)Math.Min(size, 255),
            IsBigEndian = (bits & 1) != 0,
            Name = (signed ? "Int" : "UInt") + (size * 8),
        };
    }

    private static HdfDatatype ParseFloat(ReadOnlySpan<byte> body, uint bits, uint size)
    {
        // Only the IEEE 754 layouts: sign bit last, exponent and mantissa sizes and bias as the standard has them.
        (int ExponentAt, int ExponentSize, int MantissaAt, int MantissaSize) parts = (body[12], body[13], body[14], body[15]);
        uint bias = BinaryPrimitives.ReadUInt32LittleEndian(body[16..]);
        PixelType? pixel = (size, parts, bias) switch
        {
            (2, (10, 5, 0, 10), 15) => PixelType.Float16,
            (4, (23, 8, 0, 23), 127) => PixelType.Float32,
            (8, (52, 11, 0, 52), 1023) => PixelType.Float64,
            _ => null,
        };
        bool vax = (bits & 0x41) == 0x41;
        return pixel is null || vax
            ? Other($"non-IEEE {size * 8}-bit float")
            : new HdfDatatype { Pixel = pixel, Size = (int)size, IsBigEndian = (bits & 1) != 0, IsSigned = true, Name = $"Float{size * 8}" };
    }

    /// <summary>h5py stores booleans as an enumeration of FALSE and TRUE; other enumerations count as their integers.</summary>
    private static HdfDatatype ParseEnumeration(ReadOnlySpan<byte> body, uint bits, int version)
    {
        HdfDatatype values = Parse(body[8..]);
        if (values.Pixel is null)
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
        return isBoolean ? values with { Pixel = PixelType.Bilevel, Name = "Boolean" } : values;
    }
}
