using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>The samples that hold the values of a label map.</summary>
/// <param name="Bits">8, 16 or 32.</param>
/// <param name="Samples">1, or 3 for colours.</param>
/// <param name="IsSigned">Whether there are negative values.</param>
internal sealed record LabelSampleType(int Bits, int Samples, bool IsSigned)
{
    public int BytesPerPixel => Bits / 8 * Samples;

    /// <summary>The smallest type: 8 bits up to 255, 16 up to 65535, 32 beyond; signed from 16 bits where a value is negative.</summary>
    /// <exception cref="SegException">LabelValueOutOfRange.</exception>
    public static LabelSampleType For(IReadOnlyList<SegClass> classes, LabelEncoding encoding)
    {
        long least = classes.Count == 0 ? 0 : classes.Min(c => c.Value);
        long most = classes.Count == 0 ? 0 : classes.Max(c => c.Value);
        if (encoding == LabelEncoding.Rgb)
        {
            return least >= 0 && most <= 0xFFFFFF ? new LabelSampleType(8, 3, IsSigned: false) : throw OutOfRange(least < 0 ? least : most, "a colour between #000000 and #ffffff");
        }

        return (least, most) switch
        {
            ( >= 0, <= byte.MaxValue) => new LabelSampleType(8, 1, IsSigned: false),
            ( >= 0, <= ushort.MaxValue) => new LabelSampleType(16, 1, IsSigned: false),
            ( >= 0, <= uint.MaxValue) => new LabelSampleType(32, 1, IsSigned: false),
            ( >= short.MinValue, <= short.MaxValue) => new LabelSampleType(16, 1, IsSigned: true),
            ( >= int.MinValue, <= int.MaxValue) => new LabelSampleType(32, 1, IsSigned: true),
            _ => throw OutOfRange(most > int.MaxValue ? most : least, "a label value of at most 32 bits"),
        };
    }

    /// <summary>Whether every value of this type is one of the other's.</summary>
    public bool FitsInto(LabelSampleType other)
        => Samples == other.Samples && (IsSigned == other.IsSigned ? Bits <= other.Bits : !IsSigned && Bits < other.Bits);

    public override string ToString() => Samples == 3 ? "RGB colours" : $"{Bits}-bit {(IsSigned ? "signed" : "unsigned")} integers";

    private static SegException OutOfRange(long found, string expected)
        => new("LabelValueOutOfRange", SegErrorKind.InvalidArgument, $"Expected {expected}, found {found}.", "Renumber the classes.");
}
