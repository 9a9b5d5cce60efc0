using System.Text.Json;
using NDSeg.IO.Rois.Shapes;

namespace NDSeg.IO.Rois.Labkit;

/// <summary>
/// Labelings of LabKit: JSON with the interval of the image, the pixels of every label as (x, y) or (x, y, z), and the colours.
/// </summary>
internal sealed class LabelingFormat : IRoiFormat
{
    /// <inheritdoc/>
    public string Name => "LabKit labeling";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".labeling"];

    /// <inheritdoc/>
    public RoiSet Read(string path, string? part, CancellationToken cancellation) => JsonFile.Read(path, root =>
    {
        JsonElement interval = root.Member("interval") ?? throw new FormatException("no interval");
        long[] least = Bounds(interval, "min");
        long[] most = Bounds(interval, "max");
        if (least.Length is < 2 or > 3 || most.Length != least.Length || most.Zip(least).Any(b => b.First < b.Second || b.First - b.Second >= int.MaxValue))
        {
            throw new FormatException($"an interval from ({string.Join(", ", least)}) to ({string.Join(", ", most)}), where two or three axes are read");
        }

        var marks = new List<RoiMark>();
        JsonElement labels = root.Member("labels") ?? throw new FormatException("no labels");
        foreach (JsonProperty label in labels.EnumerateObject())
        {
            cancellation.ThrowIfCancellationRequested();
            var color = root.Member("colors")?.Member(label.Name).Color();

            // A label without a pixel is a class all the same: the next session may paint it.
            marks.Add(new RoiMark([], label.Name, color, null, null));
            foreach (var slice in Pixels(label.Value, least).GroupBy(p => p.Slice))
            {
                marks.Add(new RoiMark([new PixelShape([.. slice.Select(p => p.Place)])], label.Name, color, null, least.Length == 3 ? slice.Key : null));
            }
        }

        int Size(int axis) => (int)(most[axis] - least[axis] + 1);
        return new RoiSet(marks, Size(1), Size(0), least.Length == 3 ? Size(2) : null);
    });

    private static long[] Bounds(JsonElement interval, string name)
        => [.. (interval.Member(name) ?? throw new FormatException($"an interval without {name}")).EnumerateArray().Select(v => v.GetInt64())];

    private static IEnumerable<(int Slice, RoiPoint Place)> Pixels(JsonElement list, long[] least)
    {
        foreach (JsonElement position in list.EnumerateArray())
        {
            if (position.GetArrayLength() != least.Length)
            {
                throw new FormatException($"a position of {position.GetArrayLength()} numbers in an interval of {least.Length}");
            }

            double Along(int axis) => position[axis].GetInt64() - (double)least[axis];
            yield return (least.Length == 3 ? checked((int)Math.Clamp(Along(2), int.MinValue, int.MaxValue)) : 0, new RoiPoint(Along(0), Along(1)));
        }
    }
}
