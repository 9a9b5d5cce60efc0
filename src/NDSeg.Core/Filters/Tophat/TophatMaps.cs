using NDSeg.Filters.Families;
using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Tophat;

/// <summary>The top-hats of one radius.</summary>
internal sealed unsafe class TophatMaps : LevelMaps
{
    private readonly FineRows image;
    private readonly ExtremeRows? opening;
    private readonly ExtremeRows? closing;
    private readonly PixelKernel pixels;

    /// <summary>Asks for the rows.</summary>
    internal TophatMaps(RowGraph graph, int radius, int[] places, ExtremeKernel kernel, PixelKernel pixels)
        : base(TophatFamily.LevelOf(radius), places)
    {
        this.pixels = pixels;
        int reach = radius / Level;
        image = graph.Get(Level, () => new FineRows(graph, Level));
        image.Keep(Around);
        ExtremeRows Twice(bool maximumFirst)
        {
            ExtremeRows once = graph.Get((radius, Level, maximumFirst), () => new ExtremeRows(image, reach, maximumFirst, kernel));
            ExtremeRows twice = graph.Get((once, maximumFirst), () => new ExtremeRows(once, reach, !maximumFirst, kernel));
            twice.Keep(Around);
            return twice;
        }

        opening = places[(int)TophatQuantity.White] < 0 ? null : Twice(maximumFirst: false);
        closing = places[(int)TophatQuantity.Black] < 0 ? null : Twice(maximumFirst: true);
    }

    internal override void Write(int y, float** rows, int from, int columns, bool stream)
    {
        float* grey = image.Row(y) + from;
        if (opening is not null)
        {
            pixels.Subtract(grey, opening.Row(y) + from, rows[(int)TophatQuantity.White] + from, columns, stream);
        }

        if (closing is not null)
        {
            pixels.Subtract(closing.Row(y) + from, grey, rows[(int)TophatQuantity.Black] + from, columns, stream);
        }
    }
}
