using System.Diagnostics;
using NDSeg.Images;
using NDSeg.Paint.Display;
using NDSeg.Paint.Prediction;

namespace NDSeg.Paint.Session;

/// <summary>The pages that are open, and the labels that go to each. Safe to call from several threads.</summary>
internal sealed class PageList(LabelStore store, Func<RgbColor[]> colors)
{
    /// <summary>How long coarse tiles, which many fine ones make up, are held back.</summary>
    private static readonly TimeSpan HeldBack = TimeSpan.FromMilliseconds(150);

    private readonly Lock gate = new();
    private readonly List<PageConnection> pages = [];
    private long flushed = Stopwatch.GetTimestamp();

    /// <summary>When the last page went, or null while there is one, and before there ever was one.</summary>
    public long? EmptySince { get; private set; }

    /// <summary>The open pages.</summary>
    public IReadOnlyList<PageConnection> All
    {
        get
        {
            lock (gate)
            {
                return [.. pages];
            }
        }
    }

    /// <summary>A page came.</summary>
    public void Add(PageConnection page)
    {
        lock (gate)
        {
            pages.Add(page);
            EmptySince = null;
        }
    }

    /// <summary>A page went.</summary>
    public void Remove(PageConnection page)
    {
        lock (gate)
        {
            pages.Remove(page);
            if (pages.Count == 0)
            {
                EmptySince = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>Tells every page.</summary>
    public void Broadcast(object message)
    {
        foreach (PageConnection page in All)
        {
            page.Send(message);
        }
    }

    /// <summary>Waits until every page has got what was sent to it, or does not take it.</summary>
    /// <param name="patience">How long at most.</param>
    public void End(TimeSpan patience)
    {
        try
        {
            Task.WaitAll([.. All.Select(p => p.EndAsync())], patience);
        }
        catch (AggregateException)
        {
            // A page that is gone needs nothing any more.
        }
    }

    /// <summary>Sends a tile of level 0 to the pages that show it, at once or as part of a coarser one. For the label worker alone.</summary>
    public void SendTile(int slice, int tileX, int tileY)
    {
        byte[]? labels = null;
        byte[]? doubt = null;
        foreach (PageConnection page in All)
        {
            PageView view = page.View;
            if (view.Slice != slice)
            {
                continue;
            }

            if (view.Level > 0)
            {
                page.Dirty.Add((slice, view.Level, tileX >> view.Level, tileY >> view.Level));
            }
            else if (store.Find(slice, tileX, tileY) is { } tile)
            {
                page.Send(labels ??= PageConnection.TileMessage(1, slice, 0, tileX, tileY, tile.Labels));
                if (view.Doubt && tile.Doubt is not null)
                {
                    page.Send(doubt ??= PageConnection.TileMessage(2, slice, 0, tileX, tileY, tile.Doubt));
                }
            }
        }

        if (Stopwatch.GetElapsedTime(flushed) > HeldBack)
        {
            Flush();
        }
    }

    /// <summary>Sends the coarse tiles that were held back. For the label worker alone.</summary>
    public void Flush()
    {
        flushed = Stopwatch.GetTimestamp();
        foreach (PageConnection page in All)
        {
            foreach ((int slice, int level, int x, int y) in page.Dirty)
            {
                if (page.View.Slice == slice && page.View.Level == level)
                {
                    page.Send(PageConnection.TileMessage(1, slice, level, x, y, Labels(slice, level, x, y)));
                    if (page.View.Doubt)
                    {
                        page.Send(PageConnection.TileMessage(2, slice, level, x, y, Doubt(slice, level, x, y)));
                    }
                }
            }

            page.Dirty.Clear();
        }
    }

    /// <summary>Labels of a tile: class numbers at level 0, colours beyond.</summary>
    public byte[] Labels(int slice, int level, int x, int y)
        => level == 0
            ? store.Find(slice, x, y)?.Labels ?? new byte[TileGeometry.Edge * TileGeometry.Edge]
            : ClassTiles.Colors((u, v) => store.Find(slice, u, v)?.Labels, colors(), level, x, y);

    /// <summary>Doubt of a tile.</summary>
    public byte[] Doubt(int slice, int level, int x, int y) => ClassTiles.Means((u, v) => store.Find(slice, u, v)?.Doubt, level, x, y);
}
