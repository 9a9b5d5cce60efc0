using NDSeg.Paint.Display;

namespace NDSeg.Paint.Prediction;

/// <summary>What is labelled next, of all that is visible and lacks labels of the newest model.</summary>
internal sealed class LabelOrder(LabelStore store)
{
    private const int BlockColumns = 4;
    private const int BlockRows = 2;

    /// <summary>The tile that is nearest to the last stroke, or to the middle of a view without it, and its neighbours: blocks cost less per tile.</summary>
    /// <param name="learned">The model.</param>
    /// <param name="views">What the pages show.</param>
    /// <param name="focus">The last stroke.</param>
    /// <param name="single">Whether to leave the neighbours out.</param>
    /// <returns>The view and the tiles; null when nothing is lacking.</returns>
    public (PageView View, TileBlock Block)? Next(LearnedModel learned, IReadOnlyList<PageView> views, (int Slice, int X, int Y) focus, bool single)
    {
        (PageView View, int X, int Y)? best = null;
        double least = double.MaxValue;
        foreach (PageView view in views.Where(v => v.Labels || v.Doubt))
        {
            (double x, double y) = CentreOf(view, focus);
            foreach ((int tileX, int tileY) in Lacking(learned, view))
            {
                double distance = Square((tileX + 0.5) - (x / TileGeometry.Edge)) + Square((tileY + 0.5) - (y / TileGeometry.Edge));
                if (distance < least)
                {
                    (best, least) = ((view, tileX, tileY), distance);
                }
            }
        }

        if (best is not { } found)
        {
            return null;
        }

        TileBlock block = TileBlock.Of(found.X, found.Y);
        if (!single)
        {
            foreach ((int x, int y) in Lacking(learned, found.View))
            {
                if (x / BlockColumns == found.X / BlockColumns && y / BlockRows == found.Y / BlockRows)
                {
                    block = block.With(x, y);
                }
            }
        }

        return (found.View, block);

        static double Square(double value) => value * value;
    }

    /// <summary>The first tile, visible or not, that lacks labels of the model, of the slices whose labels are shown; null when none does.</summary>
    public (int Slice, int X, int Y)? Beyond(LearnedModel learned, IReadOnlyList<PageView> views, int height, int width)
    {
        foreach (int slice in views.Where(v => v.Labels).Select(v => v.Slice).Distinct())
        {
            for (int y = 0; y < TileGeometry.Count(height, 0); y++)
            {
                for (int x = 0; x < TileGeometry.Count(width, 0); x++)
                {
                    if (Lacks(learned, slice, x, y, doubt: false))
                    {
                        return (slice, x, y);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>How many tiles the views show.</summary>
    public static int CountTiles(IReadOnlyList<PageView> views) => views.Sum(v => Visible(v).Count());

    /// <summary>All that the views show, in blocks.</summary>
    public static IEnumerable<(int Slice, TileBlock Block)> Blocks(IReadOnlyList<PageView> views)
    {
        foreach (PageView view in views)
        {
            foreach (var block in Visible(view).GroupBy(t => (t.X / BlockColumns, t.Y / BlockRows)))
            {
                TileBlock all = TileBlock.Of(block.First().X, block.First().Y);
                yield return (view.Slice, block.Aggregate(all, (b, t) => b.With(t.X, t.Y)));
            }
        }
    }

    /// <summary>Whether a tile has no labels of the model, or none of its doubt where that is wanted.</summary>
    public bool Lacks(LearnedModel learned, int slice, int tileX, int tileY, bool doubt)
        => store.Find(slice, tileX, tileY) is not { } tile || tile.Model != learned.Number || (doubt && tile.Doubt is null);

    private static (double X, double Y) CentreOf(PageView view, (int Slice, int X, int Y) focus)
    {
        bool inside = focus.Slice == view.Slice && focus.X >= view.Left && focus.X < view.Right && focus.Y >= view.Top && focus.Y < view.Bottom;
        return inside ? (focus.X, focus.Y) : ((view.Left + view.Right) / 2.0, (view.Top + view.Bottom) / 2.0);
    }

    private IEnumerable<(int X, int Y)> Lacking(LearnedModel learned, PageView view) => Visible(view).Where(t => Lacks(learned, view.Slice, t.X, t.Y, view.Doubt));

    private static IEnumerable<(int X, int Y)> Visible(PageView view)
    {
        for (int y = view.Top >> TileGeometry.Shift; y << TileGeometry.Shift < view.Bottom; y++)
        {
            for (int x = view.Left >> TileGeometry.Shift; x << TileGeometry.Shift < view.Right; x++)
            {
                yield return (x, y);
            }
        }
    }
}
