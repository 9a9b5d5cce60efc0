namespace NDSeg.Filters.Families;

/// <summary>One plane of a tile and its surroundings in working memory.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="origin">The tile's first pixel.</param>
/// <param name="stride">Elements from a row to the next.</param>
/// <param name="halo">Rows above and below the tile.</param>
/// <param name="pad">Columns of memory left of the tile; at least as many lie right of it.</param>
internal readonly unsafe struct TilePlane<T>(T* origin, long stride, int halo, int pad)
    where T : unmanaged
{
    /// <summary>The tile's first pixel.</summary>
    internal T* Origin => origin;

    /// <summary>Elements from a row to the next.</summary>
    internal long Stride => stride;

    /// <summary>Rows above and below the tile.</summary>
    internal int Halo => halo;

    /// <summary>Columns of memory left of the tile.</summary>
    internal int Pad => pad;

    /// <summary>First pixel of a row, counted from the tile's first.</summary>
    internal T* Row(int y) => origin + (y * stride);
}
