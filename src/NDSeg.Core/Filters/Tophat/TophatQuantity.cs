namespace NDSeg.Filters.Tophat;

/// <summary>The top-hats of one radius, in order.</summary>
internal enum TophatQuantity
{
    /// <summary>The image minus its opening: bright details.</summary>
    White,

    /// <summary>The closing minus the image: dark details.</summary>
    Black,
}
