using NDSeg.Paint.Classes;
using NDSeg.Paint.Strokes;

namespace NDSeg.Paint.Prediction;

/// <summary>
/// The painted pixels a model learns from: all of them, or a choice that is the same for the same strokes and mostly kept when
/// strokes are added, so that their map values are at hand.
/// </summary>
internal sealed class TrainingPixels
{
    /// <summary>Pixels of a class that a choice never goes below, where there are as many.</summary>
    private const int LeastPerClass = 100;

    private TrainingPixels(int version, long painted, IReadOnlyList<PaintClass> classes)
    {
        Version = version;
        Painted = painted;
        Classes = classes;
    }

    /// <summary>The version of the strokes.</summary>
    public int Version { get; }

    /// <summary>Painted pixels, chosen or not.</summary>
    public long Painted { get; }

    /// <summary>The classes, in the order of their values.</summary>
    public IReadOnlyList<PaintClass> Classes { get; }

    /// <summary>The chosen pixels by slice, in row-major order.</summary>
    public List<(int Slice, List<(int Y, int X, byte Class)> Pixels)> Slices { get; } = [];

    /// <summary>Chosen pixels.</summary>
    public int Count => Slices.Sum(s => s.Pixels.Count);

    /// <summary>Whether every painted pixel is chosen.</summary>
    public bool IsComplete => Count == Painted;

    /// <summary>Chooses pixels.</summary>
    /// <param name="book">The strokes.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="most">About how many; every class that has more than its share is thinned out evenly.</param>
    /// <param name="balanced">Whether every class gets the same share; otherwise a share by its pixels.</param>
    public static TrainingPixels Choose(StrokeBook book, ClassList classes, int most, bool balanced)
    {
        var chosen = new TrainingPixels(book.Version, book.Painted, [.. classes.ToFile().Select(c => c.Own)]);
        uint[] bounds = Bounds(book, chosen.Classes, most, balanced);
        foreach (int slice in book.Slices)
        {
            var pixels = new List<(int, int, byte)>();
            foreach ((PixelRun run, byte one) in book.Plane(slice)!.Runs())
            {
                uint bound = bounds[one];
                for (int x = run.X; x < run.X + run.Length; x++)
                {
                    if (bound == uint.MaxValue || Mix(slice, run.Y, x) < bound)
                    {
                        pixels.Add((run.Y, x, one));
                    }
                }
            }

            if (pixels.Count > 0)
            {
                chosen.Slices.Add((slice, pixels));
            }
        }

        return chosen;
    }

    /// <summary>The bound below which a pixel's hash must lie, by class number.</summary>
    private static uint[] Bounds(StrokeBook book, IReadOnlyList<PaintClass> classes, int most, bool balanced)
    {
        var bounds = new uint[StrokeBook.ClassLimit];
        Array.Fill(bounds, uint.MaxValue);
        PaintClass[] present = [.. classes.Where(c => book.PixelsOf(c.Number) > 0)];
        if (book.Painted <= most)
        {
            return bounds;
        }

        foreach (PaintClass one in present)
        {
            long pixels = book.PixelsOf(one.Number);
            double share = Math.Max(LeastPerClass, balanced ? (double)most / present.Length : (double)most * pixels / book.Painted);
            bounds[one.Number] = share >= pixels ? uint.MaxValue : (uint)(uint.MaxValue * (share / pixels));
        }

        return bounds;
    }

    // The finaliser of splitmix64: every bit of the place decides about every bit of the hash.
    private static uint Mix(int slice, int y, int x)
    {
        ulong z = ((ulong)(uint)slice << 48) ^ ((ulong)(uint)y << 24) ^ (uint)x;
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (uint)((z ^ (z >> 31)) >> 32);
    }
}
