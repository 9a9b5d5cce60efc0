namespace NDSeg.Filters.Gaussian;

/// <summary>One Gaussian of a tile.</summary>
internal unsafe struct BlurJob
{
    /// <summary>Weights from the centre outwards, <see cref="Radius"/> + 1 of them.</summary>
    internal double* Weights;

    /// <summary>Half-width of the window in pixels.</summary>
    internal int Radius;

    /// <summary>First float of the first row to write.</summary>
    internal float* Target;
}
