namespace NDSeg.IO.Formats;

/// <summary>One dataset of an input that holds several.</summary>
/// <param name="Name">Path inside the input without the leading slash.</param>
/// <param name="Shape">Lengths of the axes, slowest first; empty for a scalar.</param>
/// <param name="Type">Element type: <c>UInt16</c>, <c>Float32</c>, ..., or the format's name for types that hold no image.</param>
/// <param name="IsImage">Whether the dataset can be read as an image: numeric, two axes or more, nothing empty.</param>
public sealed record DatasetInfo(string Name, IReadOnlyList<long> Shape, string Type, bool IsImage)
{
    /// <summary>Name, shape and type.</summary>
    public override string ToString() => Shape.Count == 0 ? $"{Name} (scalar {Type})" : $"{Name} ({string.Join(" x ", Shape)} {Type})";
}
