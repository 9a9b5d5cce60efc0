using System.Globalization;
using NDSeg.Images;
using NDSeg.IO.Labels;
using NDSeg.IO.Rois.Shapes;

namespace NDSeg.IO.Rois;

/// <summary>The classes that strokes stand for.</summary>
internal static class RoiClasses
{
    /// <summary>
    /// One class per number where the strokes have numbers, else per name, else per colour; what has none of them is a class of its own.
    /// </summary>
    /// <returns>The classes in the order of their values, and the index of every mark's class.</returns>
    /// <exception cref="SegException">TooManyClasses, ClassNameCountMismatch.</exception>
    public static (IReadOnlyList<SegClass> Classes, int[] IndexOf) Of(IReadOnlyList<RoiMark> marks, IReadOnlyList<string>? names, string path)
    {
        var keys = new List<object>();
        var first = new Dictionary<object, RoiMark>();
        object[] keyOf = [.. marks.Select(KeyOf)];
        foreach ((object key, RoiMark mark) in keyOf.Zip(marks))
        {
            if (first.TryAdd(key, mark))
            {
                keys.Add(key);
            }
            else if (first[key].Color is null)
            {
                first[key] = first[key] with { Color = mark.Color };
            }
        }

        var taken = keys.OfType<int>().ToHashSet();
        int free = 0;
        var valued = new List<(object Key, long Value)>();
        foreach (object key in keys)
        {
            if (key is int number)
            {
                valued.Add((key, number));
                continue;
            }

            do
            {
                free++;
            }
            while (taken.Contains(free));
            valued.Add((key, free));
        }

        valued.Sort((a, b) => a.Value.CompareTo(b.Value));
        IReadOnlyList<SegClass> plain = LabelClasses.Of(valued.Select(v => v.Value), LabelEncoding.Indexed, names, path);
        SegClass[] classes = [.. plain.Zip(valued, (c, v) => new SegClass(c.Index, c.Value, names is null ? NameOf(v.Key, v.Value, first[v.Key]) : c.Name, ColorOf(first[v.Key], c.Color)))];
        var index = valued.Select((v, i) => (v.Key, Index: i + 1)).ToDictionary(v => v.Key, v => v.Index);
        return (classes, [.. keyOf.Select(k => index[k])]);
    }

    private static object KeyOf(RoiMark mark) => mark.Value is int value ? value : mark.ClassName ?? (object?)mark.Color ?? string.Empty;

    private static string NameOf(object key, long value, RoiMark mark)
        => key is int ? mark.ClassName ?? string.Create(CultureInfo.InvariantCulture, $"class {value}")
            : key is string { Length: > 0 } name ? name : string.Create(CultureInfo.InvariantCulture, $"class {value}");

    // Black stands for unlabelled everywhere else: a class in black would vanish in every figure.
    private static RgbColor ColorOf(RoiMark mark, RgbColor otherwise) => mark.Color is RgbColor color && color != default ? color : otherwise;
}
