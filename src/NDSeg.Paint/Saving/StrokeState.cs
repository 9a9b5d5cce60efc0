using NDSeg.Paint.Classes;
using NDSeg.Paint.Strokes;

namespace NDSeg.Paint.Saving;

/// <summary>Strokes and classes as they were at one moment: what goes into a file.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="SliceCount">Slices of the image, painted or not.</param>
/// <param name="Classes">The classes in the order of the page.</param>
/// <param name="Runs">The painted pixels, slice by slice in row-major order.</param>
internal sealed record StrokeState(int Height, int Width, int SliceCount, IReadOnlyList<PaintClass> Classes, IReadOnlyList<(int Slice, PixelRun Run, byte Class)> Runs)
{
    /// <summary>Painted pixels.</summary>
    public long Pixels => Runs.Sum(r => (long)r.Run.Length);

    /// <summary>Copies the strokes of a book.</summary>
    public static StrokeState Of(StrokeBook book, ClassList classes, int sliceCount)
    {
        var runs = new List<(int, PixelRun, byte)>();
        foreach (int slice in book.Slices)
        {
            foreach ((PixelRun run, byte one) in book.Plane(slice)!.Runs())
            {
                runs.Add((slice, run, one));
            }
        }

        return new StrokeState(book.Height, book.Width, sliceCount, [.. classes.All], runs);
    }
}
