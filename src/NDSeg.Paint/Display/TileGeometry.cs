namespace NDSeg.Paint.Display;

/// <summary>
/// How images are cut for the page: squares of 256 pixels. At level L one pixel of a tile stands for 2^L x 2^L pixels of the image.
/// </summary>
internal static class TileGeometry
{
    /// <summary>Base-2 logarithm of <see cref="Edge"/>.</summary>
    public const int Shift = 8;

    /// <summary>Pixels along a tile.</summary>
    public const int Edge = 1 << Shift;

    /// <summary>Takes a coordinate to its place in a tile.</summary>
    public const int Mask = Edge - 1;

    /// <summary>The coarsest level there may be.</summary>
    public const int MostLevel = 12;

    /// <summary>The place of a pixel in its tile.</summary>
    public static int Offset(int y, int x) => ((y & Mask) << Shift) | (x & Mask);

    /// <summary>Tiles along an axis at a level.</summary>
    public static int Count(int length, int level) => (int)((length + ((long)Edge << level) - 1) >> (Shift + level));

    /// <summary>The first level at which one tile holds the whole image.</summary>
    public static int TopLevel(int height, int width)
    {
        int level = 0;
        while (Count(Math.Max(height, width), level) > 1)
        {
            level++;
        }

        return level;
    }
}
