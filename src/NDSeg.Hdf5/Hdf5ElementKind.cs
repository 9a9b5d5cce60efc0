namespace NDSeg.Hdf5;

/// <summary>What the elements of a dataset are.</summary>
public enum Hdf5ElementKind
{
    /// <summary>Something that is described by name only: compound types, references, odd bit layouts, ...</summary>
    Other,

    /// <summary>Signed integers of two's complement that fill their bytes.</summary>
    SignedInteger,

    /// <summary>Unsigned integers that fill their bytes.</summary>
    UnsignedInteger,

    /// <summary>IEEE 754 floating-point numbers of 2, 4 or 8 bytes.</summary>
    Float,

    /// <summary>One byte, 0 or 1, as h5py stores truth values.</summary>
    Boolean,

    /// <summary>Text of a fixed number of bytes.</summary>
    FixedText,

    /// <summary>Text of any length, kept in a heap.</summary>
    VariableText,
}
