namespace NDSeg.Objects;

/// <summary>Which neighbours belong to one object.</summary>
public enum ObjectConnectivity
{
    /// <summary>Pixels that share an edge or face: 4 neighbours in an image, 6 in a volume.</summary>
    Face,

    /// <summary>Also those that meet in a corner or edge: 8 neighbours in an image, 26 in a volume.</summary>
    Full,

    /// <summary>Those that share a face or meet in an edge, not those that meet in a corner only: 18 neighbours in a volume; 8 in an image, as Full.</summary>
    Edge,
}
