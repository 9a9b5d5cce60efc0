namespace NDSeg.IO.Formats;

/// <summary>Errors about axes; all print the shape.</summary>
internal static class AxisErrors
{
    public static string Shape(IEnumerable<StoredAxis> axes) => string.Join(" x ", axes.Select(a => a.Length));

    /// <summary>The axis an option names, counted from the front.</summary>
    public static int? Normalize(int? axis, int rank, string option, string what, string shape)
    {
        if (axis is not int given)
        {
            return null;
        }

        int index = given < 0 ? given + rank : given;
        return index >= 0 && index < rank
            ? index
            : throw new SegException("InvalidAxis", SegErrorKind.InvalidArgument, $"Expected {option} between 0 and {rank - 1} for the shape {shape} of {what}, found {given}.", "Count axes from 0, or from the last one with negative numbers.");
    }

    public static SegException Invalid(string finding, string? remedy = null) => new("InvalidAxis", SegErrorKind.InvalidArgument, finding, remedy);

    public static SegException Ambiguous(string finding, string? remedy = null) => new("AmbiguousAxes", SegErrorKind.InvalidArgument, finding, remedy);
}
