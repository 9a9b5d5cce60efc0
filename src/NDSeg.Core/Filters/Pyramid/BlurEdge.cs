namespace NDSeg.Filters.Pyramid;

/// <summary>What a blur's rows hold outside the image's columns.</summary>
internal enum BlurEdge
{
    /// <summary>Nothing that may be used.</summary>
    None,

    /// <summary>The outermost column again.</summary>
    Replicate,

    /// <summary>Two columns that make central differences of central differences one-sided at the border.</summary>
    Slope,
}
