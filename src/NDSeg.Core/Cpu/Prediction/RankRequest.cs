namespace NDSeg.Cpu.Prediction;

/// <summary>Values of one map in a rectangle, and where their ranks go.</summary>
internal unsafe struct RankRequest
{
    /// <summary>First value.</summary>
    public float* Source;

    /// <summary>A rectangle of the same shape to fetch into the cache meanwhile.</summary>
    public float* Ahead;

    /// <summary>Floats from a row to the next.</summary>
    public long Stride;

    /// <summary>Columns, a multiple of 64.</summary>
    public int Width;

    /// <summary>Rows.</summary>
    public int Height;

    /// <summary>Thresholds, ascending.</summary>
    public float* Thresholds;

    /// <summary>
    /// Number of thresholds, at least 1. Each 255 of them make a plane of their own; with more than 255 all values are finite.
    /// </summary>
    public int Count;

    /// <summary>Room for <see cref="Count"/> + 256 floats.</summary>
    public float* Tables;

    /// <summary>First byte of the first plane.</summary>
    public sbyte* Ranks;

    /// <summary>Bytes from a row of ranks to the next.</summary>
    public int Pitch;

    /// <summary>Bytes from a plane of ranks to the next.</summary>
    public long PlaneBytes;
}
