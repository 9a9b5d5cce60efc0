namespace NDSeg.Filters.Volumes;

/// <summary>
/// Planes of a block that are made one after the other as the block is walked through slice by slice, each as soon as something made of
/// it is needed, and kept until nothing needs it any more. Memory depends on windows, never on the number of slices.
/// </summary>
/// <param name="graph">The planes it belongs to.</param>
internal abstract unsafe class PlaneNode(PlaneGraph graph)
{
    private int next;
    private int end;

    /// <summary>Slices before the first of a chunk that are read.</summary>
    internal int Before { get; private set; }

    /// <summary>Slices after the last of a chunk that are read.</summary>
    internal int After { get; private set; }

    /// <summary>Slices before the first of the block from which planes are needed.</summary>
    internal int Lead { get; private set; }

    /// <summary>Rows around the block that are read.</summary>
    internal int ReachY { get; private set; }

    /// <summary>Columns around the block that are read.</summary>
    internal int ReachX { get; private set; }

    /// <summary>The planes it belongs to.</summary>
    private protected PlaneGraph Graph { get; } = graph;

    /// <summary>Planes that are kept at a time.</summary>
    private protected int Kept => Math.Min(Before + PlaneGraph.Chunk + After, Graph.Volume.Depth);

    /// <summary>First row of the volume that is made.</summary>
    private protected int Top => Math.Max(Graph.Block.Y - ReachY, 0);

    /// <summary>Row of the volume behind the last that is made.</summary>
    private protected int Bottom => Math.Min(Graph.Block.Y + Graph.Block.Height + ReachY, Graph.Volume.Height);

    /// <summary>First column of the volume that is made.</summary>
    private protected int Left => Math.Max(Graph.Block.X - ReachX, 0);

    /// <summary>Column of the volume behind the last that is made.</summary>
    private protected int Right => Math.Min(Graph.Block.X + Graph.Block.Width + ReachX, Graph.Volume.Width);

    /// <summary>Says what is read while a chunk of slices is worked on.</summary>
    /// <param name="before">Slices before the chunk.</param>
    /// <param name="after">Slices after the chunk.</param>
    /// <param name="lead">Slices before the block's first.</param>
    /// <param name="reachY">Rows around the block.</param>
    /// <param name="reachX">Columns around the block.</param>
    internal void Require(int before, int after, int lead, int reachY, int reachX)
    {
        Before = Math.Max(Before, before);
        After = Math.Max(After, after);
        Lead = Math.Max(Lead, lead);
        ReachY = Math.Max(ReachY, reachY);
        ReachX = Math.Max(ReachX, reachX);
    }

    /// <summary>Turns to the graph's new block.</summary>
    internal void Start()
    {
        next = Math.Max(Graph.Block.Z - Lead, 0);
        end = Math.Min(Graph.Block.Z + Graph.Block.Depth + After, Graph.Volume.Depth);
        Rent();
    }

    /// <summary>Makes what a chunk needs.</summary>
    /// <param name="last">Last slice of the chunk.</param>
    internal void Advance(int last)
    {
        int until = Math.Min(last + After + 1, end);
        while (next < until)
        {
            int count = Math.Min(until - next, PlaneGraph.Chunk);
            Make(next, count);
            next += count;
        }
    }

    /// <summary>Takes working memory for the graph's block.</summary>
    private protected abstract void Rent();

    /// <summary>Makes planes.</summary>
    /// <param name="z">First slice.</param>
    /// <param name="count">Slices, at most <see cref="PlaneGraph.Chunk"/>.</param>
    private protected abstract void Make(int z, int count);
}
