namespace NDSeg.Filters.Families;

/// <summary>
/// What families ask of the image, collected before the first tile: every intermediate result is computed once per tile,
/// with the greatest halo anyone asked for. An intermediate that is new (a level of a pyramid, say) becomes one more
/// request here, is computed where the tiles are prepared, and one more plane of <see cref="FilterTile"/>.
/// </summary>
internal sealed class FilterInputs
{
    private readonly SortedSet<double> blurs = [];

    /// <summary>Rows and columns of grey values around the tile, edge pixels replicated; -1 when nobody wants them.</summary>
    internal int GreyHalo { get; private set; } = -1;

    /// <summary>Rows and columns of every blur around the tile as far as the image reaches.</summary>
    internal int BlurHalo { get; private set; }

    /// <summary>Scales of the wanted blurs, ascending.</summary>
    internal IReadOnlyCollection<double> Blurs => blurs;

    /// <summary>Rows and columns of the 8-bit image around the tile; -1 when nobody wants it.</summary>
    internal int BytesHalo { get; private set; } = -1;

    /// <summary>How far steps read the image's samples themselves; -1 when none does.</summary>
    internal int SamplesHalo { get; private set; } = -1;

    /// <summary>How far the maps on the pyramid look; -1 when there are none.</summary>
    internal int PyramidHalo { get; private set; } = -1;

    /// <summary>Rows of the pyramid.</summary>
    /// <param name="halo">Pixels around the tile, up to whole blocks.</param>
    internal void Pyramid(int halo) => PyramidHalo = Math.Max(PyramidHalo, halo);

    /// <summary>Grey values with edge pixels replicated.</summary>
    internal void Grey(int halo) => GreyHalo = Math.Max(GreyHalo, halo);

    /// <summary>A Gaussian blur of the grey values.</summary>
    /// <param name="sigma">Scale before the multiplier.</param>
    /// <param name="halo">At most 8.</param>
    internal void Blur(double sigma, int halo)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(halo, 8);
        blurs.Add(sigma);
        BlurHalo = Math.Max(BlurHalo, halo);
        Grey(0);
    }

    /// <summary>The 8-bit image, clipped at the image border.</summary>
    internal void Bytes(int halo) => BytesHalo = Math.Max(BytesHalo, halo);

    /// <summary>Samples that the step reads itself, because it wants them in a form of its own.</summary>
    internal void Samples(int halo) => SamplesHalo = Math.Max(SamplesHalo, halo);

    /// <summary>Rows of the image needed above and below a tile.</summary>
    /// <param name="blurRadius">Half-width of the blur of a scale.</param>
    internal int Reach(Func<double, int> blurRadius)
    {
        int blurred = blurs.Select(s => blurRadius(s) + BlurHalo).DefaultIfEmpty(0).Max();
        return Math.Max(Math.Max(blurred, GreyHalo), Math.Max(Math.Max(BytesHalo, SamplesHalo), PyramidHalo));
    }
}
