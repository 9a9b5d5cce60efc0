namespace NDSeg.Images;

/// <summary>How a file was read where it could have been read in more than one way; needed to read it so again.</summary>
/// <param name="Slices">The ranges of slices that were asked for, such as <c>0-9,20</c>; null for all.</param>
/// <param name="Axis">The axis that was said to count slices, or null.</param>
/// <param name="ChannelAxis">The axis that was said to count channels, or null.</param>
public sealed record SourceReading(string? Slices, int? Axis, int? ChannelAxis)
{
    /// <summary>The resolution that was asked for of an image that has several, or null for the full one.</summary>
    public int? Level { get; init; }
}
