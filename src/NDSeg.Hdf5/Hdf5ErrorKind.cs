namespace NDSeg.Hdf5;

/// <summary>What is the matter with a file.</summary>
public enum Hdf5ErrorKind
{
    /// <summary>It contradicts itself or the format.</summary>
    Corrupt,

    /// <summary>It refers to bytes past its end.</summary>
    Truncated,

    /// <summary>It refers to another file that is not there.</summary>
    Missing,

    /// <summary>It uses a part of the format that is not read.</summary>
    Unsupported,
}
