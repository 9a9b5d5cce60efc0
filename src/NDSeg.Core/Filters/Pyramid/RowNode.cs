namespace NDSeg.Filters.Pyramid;

/// <summary>
/// An intermediate result that is computed row by row from other rows, of one strip of columns: every row once, and kept
/// for as long as somebody needs it. A value depends on the image alone, so it does not matter where rows start or end.
/// </summary>
/// <param name="level">Edge of its blocks in pixels.</param>
internal abstract class RowNode(int level)
{
    private readonly List<(RowNode Node, int Reach, int Ratio)> sources = [];
    private readonly List<(RowNode Node, int Reach, int Ratio)> users = [];
    private int kept = int.MinValue;
    private int writers;
    private bool passes;

    /// <summary>Edge of its blocks in pixels.</summary>
    internal int Level => level;

    /// <summary>Rows and columns needed around those of a tile.</summary>
    internal int Reach { get; private set; } = -1;

    /// <summary>First column of the strip in blocks of this level.</summary>
    protected int Left { get; private set; }

    /// <summary>Columns of the strip.</summary>
    protected int Columns { get; private set; }

    /// <summary>Rows of the image at this level.</summary>
    internal int ImageHeight { get; private set; }

    /// <summary>Columns of the image at this level.</summary>
    internal int ImageWidth { get; private set; }

    /// <summary>End of the rows computed so far.</summary>
    internal int End { get; private set; }

    /// <summary>Rows of the tile's own that map writers use.</summary>
    /// <param name="reach">Rows and columns around them.</param>
    internal void Keep(int reach)
    {
        writers++;
        kept = Math.Max(kept, reach);
        Require(reach);
    }

    /// <summary>Rows of the tile's own that one map writer uses as soon as they are computed.</summary>
    /// <param name="reach">Rows and columns around them; rows around are needed again with the next tile.</param>
    internal void Pass(int reach)
    {
        passes = true;
        Keep(reach);
    }

    /// <summary>Whether nobody needs rows once another node computes some.</summary>
    private protected bool IsPassing => passes && writers == 1 && kept == 0 && users.Count == 0;

    /// <summary>Turns to another strip.</summary>
    /// <param name="strip">The strip.</param>
    /// <param name="top">First row of the tile in pixels.</param>
    internal void Start(in Strip strip, int top)
    {
        Left = strip.X / level;
        Columns = PyramidLevel.Blocks(strip.X + strip.Columns, level) - Left;
        ImageHeight = PyramidLevel.Blocks(strip.Image.Height, level);
        ImageWidth = PyramidLevel.Blocks(strip.Image.Width, level);
        End = Math.Max((top / level) - Reach, 0);
        Prepare(strip, End);
    }

    /// <summary>Computes the rows that a tile needs and that are missing.</summary>
    /// <param name="top">First row of the tile in pixels.</param>
    /// <param name="bottom">End of its rows.</param>
    internal void Advance(int top, int bottom)
    {
        int to = Math.Min(ImageHeight, PyramidLevel.Blocks(bottom, level) + Reach);
        if (to <= End)
        {
            return;
        }

        int keep = kept == int.MinValue ? End : Math.Min(End, (top / level) - kept);
        foreach ((RowNode user, int reach, int ratio) in users)
        {
            keep = Math.Min(keep, (user.End * ratio) - reach);
        }

        Fill(keep, End, to);
        End = to;
    }

    /// <summary>Says that this node is computed from another one.</summary>
    /// <param name="source">The other node.</param>
    /// <param name="reach">Rows and columns around.</param>
    /// <param name="ratio">Rows of it that make one row here.</param>
    protected void Uses(RowNode source, int reach, int ratio = 1)
    {
        sources.Add((source, reach, ratio));
        source.users.Add((this, reach, ratio));
    }

    /// <summary>Takes memory for a strip.</summary>
    /// <param name="strip">The strip.</param>
    /// <param name="row">First row that will be computed.</param>
    protected abstract void Prepare(in Strip strip, int row);

    /// <summary>Computes rows.</summary>
    /// <param name="keep">Rows before it are not needed any more.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">End of the rows.</param>
    protected abstract void Fill(int keep, int from, int to);

    /// <summary>Repeats the image's outermost columns outside it.</summary>
    private protected unsafe void Replicate<T>(T* row, RowWindow<T> window)
        where T : unmanaged
    {
        if (Left <= Reach)
        {
            new Span<T>(row + window.From, -Left - window.From).Fill(row[-Left]);
        }

        int right = ImageWidth - Left;
        if (right <= Columns + Reach)
        {
            new Span<T>(row + right, window.To - right).Fill(row[right - 1]);
        }
    }

    private void Require(int reach)
    {
        if (reach <= Reach)
        {
            return;
        }

        Reach = reach;
        foreach ((RowNode source, int around, int ratio) in sources)
        {
            source.Require(ratio == 1 ? Reach + around : (Reach + 1 + around) * ratio);
        }
    }
}
