namespace NDSeg.IO.Zarr.Writing;

/// <summary>One resolution of a slice. Levels shrink rows and columns by 2 each time and leave the number of slices as it is.</summary>
/// <param name="Number">0 for full resolution.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal sealed record PyramidLevel(int Number, int Height, int Width)
{
    private const int LargestBlock = 2048;
    private const int SmallestLevel = 512;

    /// <summary>Rows of a chunk: the whole slice where it is no larger than a viewer likes.</summary>
    public int ChunkHeight => Math.Min(Height, LargestBlock);

    /// <summary>Columns of a chunk.</summary>
    public int ChunkWidth => Math.Min(Width, LargestBlock);

    public int ChunkRows => (Height + ChunkHeight - 1) / ChunkHeight;

    public int ChunkColumns => (Width + ChunkWidth - 1) / ChunkWidth;

    /// <summary>The levels of a slice: as it is, then halved until both sides have at most 512 pixels.</summary>
    public static IReadOnlyList<PyramidLevel> Of(int height, int width)
    {
        List<PyramidLevel> levels = [new(0, height, width)];
        while (Math.Max(height, width) > SmallestLevel)
        {
            height = (height + 1) / 2;
            width = (width + 1) / 2;
            levels.Add(new PyramidLevel(levels.Count, height, width));
        }

        return levels;
    }
}
