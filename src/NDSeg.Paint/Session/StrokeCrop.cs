using NDSeg.Images;
using NDSeg.Paint.Classes;
using NDSeg.Paint.Strokes;

namespace NDSeg.Paint.Session;

/// <summary>The strokes in a region as a label map.</summary>
internal static class StrokeCrop
{
    /// <summary>Cuts them out.</summary>
    /// <param name="plane">The strokes of a slice; null for none.</param>
    /// <param name="region">The region.</param>
    /// <param name="classes">The classes.</param>
    public static SegLabels Of(StrokePlane? plane, PixelRegion region, ClassList classes)
    {
        var files = classes.ToFile();
        var index = new byte[StrokeBook.ClassLimit];
        foreach ((PaintClass own, SegClass file) in files)
        {
            index[own.Number] = (byte)file.Index;
        }

        var indices = new byte[region.Height * region.Width];
        foreach ((PixelRun run, byte one) in plane?.Runs() ?? [])
        {
            int left = Math.Max(run.X, region.X);
            int right = Math.Min(run.X + run.Length, region.X + region.Width);
            if (run.Y >= region.Y && run.Y < region.Y + region.Height && left < right)
            {
                indices.AsSpan(((run.Y - region.Y) * region.Width) + left - region.X, right - left).Fill(index[one]);
            }
        }

        return new SegLabels(region.Height, region.Width, indices, [.. files.Select(f => f.File)]);
    }
}
