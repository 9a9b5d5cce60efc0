namespace NDSeg.IO.Rois.Shapes;

/// <summary>The ellipse in a rectangle: the pixels whose centres lie inside.</summary>
internal sealed record OvalShape(double Left, double Top, double Width, double Height) : RoiShape
{
    /// <inheritdoc/>
    public override void Paint(RoiMask mask, ushort index, CancellationToken cancellation)
    {
        double radiusX = Width / 2;
        double radiusY = Height / 2;
        (int first, int end) = mask.Rows(Top, Top + Height);
        for (int row = first; row < end; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            double y = (row + 0.5 - Top - radiusY) / radiusY;
            double half = radiusX * Math.Sqrt(Math.Max(0, 1 - (y * y)));
            double centre = Left + radiusX;
            mask.Fill(row, RoiMask.Place(centre - half, mask.Width), RoiMask.Place(centre + half, mask.Width), index);
        }
    }
}
