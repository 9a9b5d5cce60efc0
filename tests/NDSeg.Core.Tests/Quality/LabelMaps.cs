using NDSeg.Images;

namespace NDSeg.Core.Tests.Quality;

/// <summary>Label maps for tests, drawn as text: a digit is a class, anything else unlabelled; lines end at '/'.</summary>
internal static class LabelMaps
{
    public static SegLabels Draw(string picture, params long[] values)
    {
        string[] lines = [.. picture.Split('/').Select(l => l.Trim())];
        byte[] indices = [.. lines.SelectMany(l => l.Select(c => char.IsAsciiDigit(c) ? (byte)(c - '0') : (byte)0))];
        int classes = Math.Max(values.Length, indices.Max());
        long[] used = values.Length > 0 ? values : [.. Enumerable.Range(1, classes).Select(v => (long)v)];
        return new SegLabels(lines.Length, lines[0].Length, indices, Classes(used));
    }

    public static SegClass[] Classes(params long[] values)
        => [.. values.Select((v, i) => new SegClass(i + 1, v, $"class {v}", new RgbColor((byte)i, 0, 0)))];

    public static string Text(SegLabels labels)
        => string.Join("/", Enumerable.Range(0, labels.Height).Select(y => string.Concat(Enumerable.Range(0, labels.Width).Select(x => labels[y, x] == 0 ? "." : labels[y, x].ToString(System.Globalization.CultureInfo.InvariantCulture)))));

    /// <summary>The same map with 16-bit indices.</summary>
    public static SegLabels Wide(SegLabels labels)
        => new(labels.Height, labels.Width, [.. labels.Bytes.ToArray().Select(b => (ushort)b)], labels.Classes);

    public static SegLabels Random(int height, int width, int classes, int seed, int blob = 1)
    {
        var random = new Xoshiro256(seed);
        int rows = (height + blob - 1) / blob;
        int columns = (width + blob - 1) / blob;
        byte[] cells = [.. Enumerable.Range(0, rows * columns).Select(_ => (byte)random.Next(classes + 1))];
        byte[] indices = [.. Enumerable.Range(0, height * width).Select(i => cells[(i / width / blob * columns) + (i % width / blob)])];
        return new SegLabels(height, width, indices, Classes([.. Enumerable.Range(1, classes).Select(v => (long)v)]));
    }
}
