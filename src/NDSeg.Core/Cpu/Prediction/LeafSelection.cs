namespace NDSeg.Cpu.Prediction;

/// <summary>
/// One test over a chunk of pixels: leaf numbers chosen from two operands by comparing a plane of ranks with a threshold.
/// The accumulator holds the result of the op before.
/// </summary>
internal struct LeafSelection
{
    /// <summary>Both operands are leaves.</summary>
    public const byte LeafLeaf = 0;

    /// <summary>Left a leaf, right the accumulator.</summary>
    public const byte LeafAccumulator = 1;

    /// <summary>Left the accumulator, right a leaf.</summary>
    public const byte AccumulatorLeaf = 2;

    /// <summary>Left a stored row, right the accumulator.</summary>
    public const byte RowAccumulator = 3;

    /// <summary>Added to a kind: the result is also stored.</summary>
    public const byte Store = 4;

    /// <summary>Byte offset of the plane of ranks.</summary>
    public int Plane;

    /// <summary>A pixel goes right when its rank, less 128, is above this.</summary>
    public sbyte Threshold;

    /// <summary>One of the constants.</summary>
    public byte Kind;

    /// <summary>Left leaf.</summary>
    public byte Left;

    /// <summary>Right leaf.</summary>
    public byte Right;

    /// <summary>Byte offset of the stored row that is the left operand.</summary>
    public int Source;

    /// <summary>Byte offset of the row to store.</summary>
    public int Target;
}
