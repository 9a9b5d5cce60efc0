namespace NDSeg;

/// <summary>What sort of thing went wrong; the command layer maps it to an error category.</summary>
public enum SegErrorKind
{
    /// <summary>The content of a file or object cannot be used.</summary>
    InvalidData,

    /// <summary>An argument is out of range or contradicts another.</summary>
    InvalidArgument,

    /// <summary>A file, dataset, class or map does not exist.</summary>
    NotFound,

    /// <summary>The target exists and may not be replaced.</summary>
    AlreadyExists,

    /// <summary>The file system refused to read or write.</summary>
    Access,

    /// <summary>Two things that belong together have different shapes.</summary>
    ShapeMismatch,

    /// <summary>A native library or a device that was asked for is missing.</summary>
    NotInstalled,

    /// <summary>A valid file uses something NDSeg does not support.</summary>
    NotSupported,

    /// <summary>The object is not in the state the operation needs (an untrained model, say).</summary>
    InvalidState,
}
