namespace NDSeg.Cpu.Prediction;

/// <summary>Some pixels of a word of 8 x 8.</summary>
internal struct PixelSet
{
    /// <summary>One bit per pixel, row by row.</summary>
    public ulong Bits;

    /// <summary>Byte offset of the word in a plane: 64 times its number.</summary>
    public int Word;
}
