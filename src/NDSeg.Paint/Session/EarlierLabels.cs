using NDSeg.Images;
using NDSeg.Paint.Classes;
using NDSeg.Paint.Slices;
using NDSeg.Paint.Strokes;

namespace NDSeg.Paint.Session;

/// <summary>Strokes of an earlier session, from label maps.</summary>
internal static class EarlierLabels
{
    /// <summary>Paints them; they are where undoing ends.</summary>
    /// <exception cref="SegException">LabelShapeMismatch; TooManyClasses.</exception>
    public static void Load(IReadOnlyList<SegLabels> labels, SliceSource slices, StrokeBook book, ClassList classes)
    {
        if (labels.Count != slices.Count)
        {
            throw new SegException("LabelShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected labels of {slices.Count} slices like {slices.Name}, found {labels.Count}.", "Give the label file that was painted on this image.");
        }

        for (int slice = 0; slice < labels.Count; slice++)
        {
            SegLabels map = labels[slice];
            if (map.Height != slices.Height || map.Width != slices.Width)
            {
                throw new SegException("LabelShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected labels of {slices.Height} x {slices.Width} pixels like {slices.Name}, found {map.Shape} in {map.Source}.", "Give the label file that was painted on this image.");
            }

            var numbers = new byte[map.Classes.Count + 1];
            foreach (SegClass one in map.Classes)
            {
                numbers[one.Index] = (classes.All.FirstOrDefault(c => c.Value == one.Value) ?? classes.Adopt(one)).Number;
            }

            Paint(map, slice, numbers, book);
        }
    }

    private static void Paint(SegLabels map, int slice, byte[] numbers, StrokeBook book)
    {
        var runs = new Dictionary<int, List<PixelRun>>();
        for (int y = 0; y < map.Height; y++)
        {
            for (int x = 0; x < map.Width;)
            {
                int one = map.At(((long)y * map.Width) + x);
                int start = x;
                while (++x < map.Width && map.At(((long)y * map.Width) + x) == one)
                {
                }

                if (one != 0)
                {
                    if (!runs.TryGetValue(one, out List<PixelRun>? list))
                    {
                        runs.Add(one, list = []);
                    }

                    list.Add(new PixelRun(y, start, x - start));
                }
            }
        }

        foreach ((int one, List<PixelRun> list) in runs)
        {
            book.Paint(slice, numbers[one], list, undoable: false);
        }
    }
}
