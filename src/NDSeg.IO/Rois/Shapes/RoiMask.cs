namespace NDSeg.IO.Rois.Shapes;

/// <summary>One slice of H x W class indices that shapes are painted into; what lies outside is cut off.</summary>
internal sealed class RoiMask(int height, int width)
{
    public int Height => height;

    public int Width => width;

    /// <summary>Row-major class indices, 0 where nothing was painted.</summary>
    public ushort[] Indices { get; } = new ushort[checked(height * width)];

    /// <summary>Paints columns first (inclusive) to end (exclusive) of a row.</summary>
    public void Fill(int row, double first, double end, ushort index)
    {
        int from = (int)Math.Clamp(first, 0, width);
        int to = (int)Math.Clamp(end, 0, width);
        if ((uint)row < (uint)height && to > from)
        {
            Indices.AsSpan((row * width) + from, to - from).Fill(index);
        }
    }

    /// <summary>The rows whose centres lie from one ordinate (inclusive) to another (exclusive).</summary>
    public (int First, int End) Rows(double top, double bottom) => (Place(top, height), Place(bottom, height));

    /// <summary>The number of the first row or column whose centre is not before a coordinate; at most the limit.</summary>
    public static int Place(double coordinate, int limit) => (int)Math.Clamp(Math.Ceiling(coordinate - 0.5), 0, limit);
}
