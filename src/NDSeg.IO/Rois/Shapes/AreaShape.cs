namespace NDSeg.IO.Rois.Shapes;

/// <summary>
/// An area bounded by closed rings, holes included: the pixels whose centres are surrounded an odd number of times.
/// </summary>
/// <param name="Rings">Corners of every ring; the last is joined to the first.</param>
internal sealed record AreaShape(IReadOnlyList<IReadOnlyList<RoiPoint>> Rings) : RoiShape
{
    /// <summary>A rectangle.</summary>
    public static AreaShape Rectangle(double left, double top, double width, double height)
        => new([[new(left, top), new(left + width, top), new(left + width, top + height), new(left, top + height)]]);

    /// <inheritdoc/>
    public override void Paint(RoiMask mask, ushort index, CancellationToken cancellation)
    {
        var waiting = new PriorityQueue<Edge, int>();
        foreach (IReadOnlyList<RoiPoint> ring in Rings)
        {
            for (int i = 0; i < ring.Count; i++)
            {
                RoiPoint a = ring[i];
                RoiPoint b = ring[(i + 1) % ring.Count];
                (a, b) = a.Y <= b.Y ? (a, b) : (b, a);
                (int first, int end) = mask.Rows(a.Y, b.Y);
                if (first < end)
                {
                    waiting.Enqueue(new Edge(a, b, end), first);
                }
            }
        }

        var active = new List<Edge>();
        var crossings = new List<double>();
        for (int row = 0; row < mask.Height && (active.Count > 0 || waiting.Count > 0); row++)
        {
            cancellation.ThrowIfCancellationRequested();
            active.RemoveAll(e => e.EndRow <= row);
            while (waiting.TryPeek(out Edge edge, out int first) && first <= row)
            {
                active.Add(edge);
                waiting.Dequeue();
            }

            crossings.Clear();
            foreach (Edge edge in active)
            {
                crossings.Add(edge.From.X + ((row + 0.5 - edge.From.Y) / (edge.To.Y - edge.From.Y) * (edge.To.X - edge.From.X)));
            }

            crossings.Sort();
            for (int i = 0; i + 1 < crossings.Count; i += 2)
            {
                mask.Fill(row, RoiMask.Place(crossings[i], mask.Width), RoiMask.Place(crossings[i + 1], mask.Width), index);
            }
        }
    }

    private readonly record struct Edge(RoiPoint From, RoiPoint To, int EndRow);
}
