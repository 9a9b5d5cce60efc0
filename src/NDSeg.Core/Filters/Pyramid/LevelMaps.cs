namespace NDSeg.Filters.Pyramid;

/// <summary>Finished maps of one level, written row by row; one object per worker.</summary>
/// <param name="level">Edge of the blocks they are computed at.</param>
/// <param name="places">Their places in the stack; -1 for one that is not wanted.</param>
internal abstract unsafe class LevelMaps(int level, int[] places)
{
    /// <summary>Most maps written together.</summary>
    internal const int Most = 5;

    /// <summary>Edge of the blocks in pixels.</summary>
    internal int Level => level;

    /// <summary>Rows and columns around a tile that interpolation needs.</summary>
    protected int Around => level > 1 ? 1 : 0;

    /// <summary>Places in the stack.</summary>
    internal int[] Places => places;

    /// <summary>Writes one row of every wanted map.</summary>
    /// <param name="y">Row of the level, inside the image.</param>
    /// <param name="rows">Where the maps go; null for one that is not wanted. Column 0 is the strip's first.</param>
    /// <param name="from">First column, a multiple of 16.</param>
    /// <param name="columns">Columns, a multiple of 32.</param>
    /// <param name="stream">Write past the caches.</param>
    internal abstract void Write(int y, float** rows, int from, int columns, bool stream);
}
