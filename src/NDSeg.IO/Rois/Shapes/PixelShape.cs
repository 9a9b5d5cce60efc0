namespace NDSeg.IO.Rois.Shapes;

/// <summary>Single pixels: those that the points lie in.</summary>
internal sealed record PixelShape(IReadOnlyList<RoiPoint> Points) : RoiShape
{
    /// <inheritdoc/>
    public override void Paint(RoiMask mask, ushort index, CancellationToken cancellation)
    {
        foreach (RoiPoint point in Points)
        {
            double x = Math.Floor(point.X);
            double y = Math.Floor(point.Y);
            if (y >= 0 && y < mask.Height)
            {
                mask.Fill((int)y, x, x + 1, index);
            }
        }
    }
}
