namespace NDSeg.Images;

/// <summary>One phase of a segmentation. Immutable.</summary>
/// <param name="Index">1-based index inside NDSeg; 0 is always "unlabelled".</param>
/// <param name="Value">The value the class has in label files (for RGB label files: red * 65536 + green * 256 + blue).</param>
/// <param name="Name">Display name.</param>
/// <param name="Color">Display colour.</param>
public sealed record SegClass(int Index, long Value, string Name, RgbColor Color)
{
    /// <summary>1-based index inside NDSeg.</summary>
    public int Index { get; } = Index;

    /// <summary>The value in label files.</summary>
    public long Value { get; } = Value;

    /// <summary>Display name.</summary>
    public string Name { get; } = Name;

    /// <summary>Display colour.</summary>
    public RgbColor Color { get; } = Color;

    /// <summary>The same class under another index.</summary>
    public SegClass WithIndex(int index) => new(index, Value, Name, Color);
}
