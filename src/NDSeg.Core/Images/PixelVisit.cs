namespace NDSeg.Images;

/// <summary>The one place that goes from a sample type to the element type of its planes.</summary>
public static class PixelVisit
{
    /// <summary>Calls a visitor with the element type of a sample type.</summary>
    /// <remarks>
    /// The declared sample type decides, never the type of an array: to the runtime a <c>short[]</c> is a
    /// <c>ushort[]</c> too, so a pattern match on arrays takes signed samples for unsigned ones.
    /// </remarks>
    /// <typeparam name="TVisitor">The visitor; a struct.</typeparam>
    /// <typeparam name="TResult">What it gives.</typeparam>
    /// <param name="type">Sample type.</param>
    /// <param name="visitor">The work.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value that is no sample type.</exception>
    public static TResult Visit<TVisitor, TResult>(this PixelType type, TVisitor visitor)
        where TVisitor : struct, IPixelVisitor<TResult>, allows ref struct
        => type switch
        {
            PixelType.Bilevel or PixelType.UInt8 => visitor.Visit<byte>(),
            PixelType.UInt16 => visitor.Visit<ushort>(),
            PixelType.UInt32 => visitor.Visit<uint>(),
            PixelType.Int8 => visitor.Visit<sbyte>(),
            PixelType.Int16 => visitor.Visit<short>(),
            PixelType.Int32 => visitor.Visit<int>(),
            PixelType.Float16 => visitor.Visit<Half>(),
            PixelType.Float32 => visitor.Visit<float>(),
            PixelType.Float64 => visitor.Visit<double>(),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    /// <summary>Whether samples are floating-point numbers, which may be NaN or infinite.</summary>
    public static bool IsFloatingPoint(this PixelType type) => type is PixelType.Float16 or PixelType.Float32 or PixelType.Float64;
}
