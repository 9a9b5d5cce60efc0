namespace NDSeg.IO.Zarr.Writing;

/// <summary>One resolution of a slice. Levels shrink rows and columns by 2 each time and leave the number of slices as it is.</summary>
/// <param name="Number">0 for full resolution.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="IsSharded">Whether all chunks of a slice stand in one file.</param>
internal sealed record PyramidLevel(int Number, int Height, int Width, bool IsSharded)
{
    // A viewer loads a chunk at a time, and a file system likes few files: without shards a chunk is a compromise.
    private const int LargestChunk = 2048;
    private const int ShardedChunk = 512;
    private const int SmallestLevel = 512;

    /// <summary>Rows of a chunk.</summary>
    public int ChunkHeight => Math.Min(Height, IsSharded ? ShardedChunk : LargestChunk);

    /// <summary>Columns of a chunk.</summary>
    public int ChunkWidth => Math.Min(Width, IsSharded ? ShardedChunk : LargestChunk);

    public int ChunkRows => (Height + ChunkHeight - 1) / ChunkHeight;

    public int ChunkColumns => (Width + ChunkWidth - 1) / ChunkWidth;

    /// <summary>Lengths of a file's part of a slice, which are those of a chunk without shards.</summary>
    public long[] FileShape => IsSharded ? [ChunkRows * ChunkHeight, ChunkColumns * ChunkWidth] : [ChunkHeight, ChunkWidth];

    /// <summary>The levels of a slice: as it is, then halved, until both sides have at most 512 pixels where no number of levels is given.</summary>
    public static IReadOnlyList<PyramidLevel> Of(int height, int width, bool isSharded, int? count = null)
    {
        List<PyramidLevel> levels = [new(0, height, width, isSharded)];
        while (count is int all ? levels.Count < all : Math.Max(height, width) > SmallestLevel)
        {
            height = (height + 1) / 2;
            width = (width + 1) / 2;
            levels.Add(new PyramidLevel(levels.Count, height, width, isSharded));
        }

        return levels;
    }
}
