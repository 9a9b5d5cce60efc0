namespace NDSeg.IO.Rois.Shapes;

/// <summary>A line through points, as wide as a pen with a round tip: the pixels whose centres the pen covers.</summary>
/// <param name="Points">At least one point.</param>
/// <param name="PenWidth">Diameter of the tip in pixels; thinner than a pixel counts as one pixel.</param>
internal sealed record LineShape(IReadOnlyList<RoiPoint> Points, double PenWidth) : RoiShape
{
    /// <inheritdoc/>
    public override void Paint(RoiMask mask, ushort index, CancellationToken cancellation)
    {
        // A little more than half a pixel, so that a line along pixel borders has no gaps from rounding.
        double radius = (Math.Max(PenWidth, 1) / 2) + 1e-9;
        for (int i = 0; i < Points.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            PaintSegment(mask, index, Points[Math.Max(i - 1, 0)], Points[i], radius);
        }
    }

    private static void PaintSegment(RoiMask mask, ushort index, RoiPoint a, RoiPoint b, double radius)
    {
        (int first, int end) = mask.Rows(Math.Min(a.Y, b.Y) - radius, Math.Max(a.Y, b.Y) + radius + 1e-9);
        double dx = b.X - a.X;
        double dy = b.Y - a.Y;
        double length = Math.Sqrt((dx * dx) + (dy * dy));
        double nx = length > 0 ? -dy / length * radius : 0;
        double ny = length > 0 ? dx / length * radius : 0;
        for (int row = first; row < end; row++)
        {
            // Two discs and the strip between them are convex together: one stretch of columns in every row.
            double y = row + 0.5;
            var stretch = (Left: double.PositiveInfinity, Right: double.NegativeInfinity);
            Disc(a);
            Disc(b);
            Edge(new(a.X + nx, a.Y + ny), new(b.X + nx, b.Y + ny));
            Edge(new(a.X - nx, a.Y - ny), new(b.X - nx, b.Y - ny));
            Edge(new(a.X + nx, a.Y + ny), new(a.X - nx, a.Y - ny));
            Edge(new(b.X + nx, b.Y + ny), new(b.X - nx, b.Y - ny));
            if (stretch.Left <= stretch.Right)
            {
                mask.Fill(row, RoiMask.Place(stretch.Left, mask.Width), Math.Floor(stretch.Right - 0.5) + 1, index);
            }

            void Disc(RoiPoint centre)
            {
                double height = y - centre.Y;
                if (Math.Abs(height) <= radius)
                {
                    double half = Math.Sqrt((radius * radius) - (height * height));
                    Reach(centre.X - half);
                    Reach(centre.X + half);
                }
            }

            void Edge(RoiPoint from, RoiPoint to)
            {
                if ((from.Y - y) * (to.Y - y) <= 0 && from.Y != to.Y)
                {
                    Reach(from.X + ((y - from.Y) / (to.Y - from.Y) * (to.X - from.X)));
                }
            }

            void Reach(double x) => stretch = (Math.Min(stretch.Left, x), Math.Max(stretch.Right, x));
        }
    }
}
