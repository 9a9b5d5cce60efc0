namespace NDSeg.IO.Formats;

/// <summary>Which axis of an array is what.</summary>
/// <param name="Slice">Axis of slices, or -1.</param>
/// <param name="Channel">Axis of channels, or -1.</param>
/// <param name="Row">Axis of rows.</param>
/// <param name="Column">Axis of columns.</param>
/// <param name="Outer">A second, slower axis of slices, such as time around depth, or -1.</param>
internal sealed record SliceAxes(int Slice, int Channel, int Row, int Column, int Outer = -1)
{
    /// <summary>Gives every axis its part; axes of length 1 in front or at the end may be left over.</summary>
    /// <param name="lengths">Lengths of the axes, slowest first.</param>
    /// <param name="letters">A letter for every axis as the file itself names them, for where the options say nothing; null where it does not.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="what">The array, for messages.</param>
    /// <exception cref="SegException">AmbiguousAxes, InvalidAxis.</exception>
    public static SliceAxes Resolve(IReadOnlyList<long> lengths, string? letters, ImageReadOptions options, string what)
    {
        string shape = string.Join(" x ", lengths);
        int slice = AxisErrors.Normalize(options.Axis, lengths.Count, "-Axis", what, shape) ?? -1;
        int channel = AxisErrors.Normalize(options.ChannelAxis, lengths.Count, "-ChannelAxis", what, shape) ?? -1;
        if (slice < 0 && channel < 0 && letters is not null && letters.Length == lengths.Count)
        {
            slice = letters.IndexOf('Z', StringComparison.Ordinal);
            channel = letters.IndexOf('C', StringComparison.Ordinal);
        }

        if (slice >= 0 && slice == channel)
        {
            throw AxisErrors.Invalid($"Expected two different axes of {what}, found -Axis and -ChannelAxis both naming axis {slice} of the shape {shape}.");
        }

        List<int> rest = [.. Enumerable.Range(0, lengths.Count).Where(a => a != slice && a != channel)];
        while (rest.Count > 2 && lengths[rest[0]] == 1)
        {
            rest.RemoveAt(0);
        }

        while (rest.Count > 2 && lengths[rest[^1]] == 1)
        {
            rest.RemoveAt(rest.Count - 1);
        }

        if (rest.Count > 2)
        {
            throw AxisErrors.Ambiguous(
                $"Expected {what} to be one image, found the shape {shape}.",
                $"Say which axis counts slices with -Axis, or which one counts channels with -ChannelAxis (0 to {lengths.Count - 1}).");
        }

        if (rest.Count < 2)
        {
            throw AxisErrors.Invalid($"Expected -Axis and -ChannelAxis to leave rows and columns of {what}, found the shape {shape}.", "Leave one of them out.");
        }

        return new SliceAxes(slice, channel, rest[0], rest[1]);
    }

    public string Letters(int rank)
        => string.Concat(Enumerable.Range(0, rank).Select(a => a == Slice ? 'Z' : a == Channel ? 'C' : a == Row ? 'Y' : a == Column ? 'X' : 'Q'));
}
