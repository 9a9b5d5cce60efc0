namespace NDSeg.Paint.Prediction;

/// <summary>The labels of the slices that were looked at last, tile by tile. Safe to call from several threads.</summary>
internal sealed class LabelStore
{
    private const int KeptSlices = 2;

    private readonly Lock gate = new();
    private readonly LinkedList<(int Slice, Dictionary<(int X, int Y), LabelTile> Tiles)> slices = [];

    /// <summary>A tile, of whatever model; null when there is none.</summary>
    public LabelTile? Find(int slice, int x, int y)
    {
        lock (gate)
        {
            return TilesOf(slice)?.GetValueOrDefault((x, y));
        }
    }

    /// <summary>Keeps a tile.</summary>
    public void Put(int slice, int x, int y, LabelTile tile)
    {
        lock (gate)
        {
            if (TilesOf(slice) is not { } tiles)
            {
                slices.AddFirst((slice, tiles = []));
                if (slices.Count > KeptSlices)
                {
                    slices.RemoveLast();
                }
            }

            tiles[(x, y)] = tile;
        }
    }

    /// <summary>Drops everything: there is no model any more.</summary>
    public void Clear()
    {
        lock (gate)
        {
            slices.Clear();
        }
    }

    /// <summary>Pixels of every class number over all tiles, and the number of those that a model labelled.</summary>
    public (long[] Pixels, int Tiles) Count(int slice, int model)
    {
        var pixels = new long[Strokes.StrokeBook.ClassLimit];
        int count = 0;
        lock (gate)
        {
            foreach (LabelTile tile in TilesOf(slice)?.Values ?? Enumerable.Empty<LabelTile>())
            {
                count += tile.Model == model ? 1 : 0;
                for (int k = 0; k < pixels.Length; k++)
                {
                    pixels[k] += tile.Pixels[k];
                }
            }
        }

        return (pixels, count);
    }

    private Dictionary<(int X, int Y), LabelTile>? TilesOf(int slice)
    {
        for (LinkedListNode<(int Slice, Dictionary<(int, int), LabelTile> Tiles)>? node = slices.First; node is not null; node = node.Next)
        {
            if (node.Value.Slice == slice)
            {
                slices.Remove(node);
                slices.AddFirst(node);
                return node.Value.Tiles;
            }
        }

        return null;
    }
}
