using System.Globalization;
using System.Text;
using System.Text.Json;
using NDSeg.Hdf5;
using NDSeg.Images;
using NDSeg.IO.Rois.Shapes;

namespace NDSeg.IO.Rois.Ilastik;

/// <summary>
/// Projects of ilastik's pixel classification: HDF5 files in which the strokes of every image are small blocks of label values, each with
/// its place in the image, beside the names and colours of the labels.
/// </summary>
internal sealed class IlastikFormat : IRoiFormat
{
    private const string Root = "PixelClassification/";

    /// <inheritdoc/>
    public string Name => "ilastik project";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".ilp"];

    /// <inheritdoc/>
    public RoiSet Read(string path, string? part, CancellationToken cancellation)
    {
        try
        {
            using var file = Hdf5File.Open(path);
            IReadOnlyList<Hdf5Dataset> blocks = Blocks(file, part, path, cancellation);
            string[] names = Names(file, cancellation);
            RgbColor?[] colors = Colors(file, cancellation);
            List<RoiMark> marks = [.. names.Select((name, i) => new RoiMark([], name, i < colors.Length ? colors[i] : null, i + 1, null))];
            foreach (Hdf5Dataset block in blocks)
            {
                cancellation.ThrowIfCancellationRequested();
                AddBlock(marks, block, names, colors, path, cancellation);
            }

            // An image alone is stored with an axis of one slice: where nothing lies in another one, slice 0 is no slice.
            bool volume = marks.Any(m => m.Slice > 0) || blocks.Any(IsDeep);
            return new RoiSet(volume ? marks : [.. marks.Select(m => m with { Slice = null })]);
        }
        catch (Exception e) when (e is Hdf5Exception or JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw RoiErrors.Invalid(path, "the label blocks of an ilastik project", e.Message.TrimEnd('.'), e);
        }
    }

    // One image has strokes, or the one that is named.
    private static IReadOnlyList<Hdf5Dataset> Blocks(Hdf5File file, string? part, string path, CancellationToken cancellation)
    {
        const string Sets = Root + "LabelSets/";
        var images = file.Datasets(cancellation)
            .Where(d => d.Name.StartsWith(Sets, StringComparison.Ordinal) && d.Name.LastIndexOf('/') > Sets.Length)
            .GroupBy(d => d.Name[..d.Name.LastIndexOf('/')])
            .Where(g => part is null || g.Key == part.Trim('/') || g.Key == Sets + part)
            .ToList();
        return images.Count == 1
            ? [.. images[0].OrderBy(d => d.Name, StringComparer.Ordinal)]
            : throw new SegException(
                images.Count == 0 ? "NoStrokes" : "AmbiguousDataset",
                SegErrorKind.InvalidArgument,
                images.Count == 0 ? $"Expected strokes{(part is null ? string.Empty : $" of '{part}'")} in '{path}', found none." : $"Expected strokes of one image, found those of {images.Count} in '{path}': {string.Join(", ", images.Select(g => g.Key[Sets.Length..]))}.",
                images.Count == 0 ? "Paint some in pixel classification and save the project." : "Name one with -Dataset.");
    }

    private static void AddBlock(List<RoiMark> marks, Hdf5Dataset block, string[] names, RgbColor?[] colors, string path, CancellationToken cancellation)
    {
        int[] lengths = [.. block.Lengths.Select(l => checked((int)l))];
        if (lengths.Length is < 2 or > 5 || block.Type is not { Kind: Hdf5ElementKind.UnsignedInteger, Size: 1 })
        {
            throw RoiErrors.Invalid(path, "blocks of 8-bit labels with two to five axes", $"{block.Type.Name} with {lengths.Length} in '{block.Name}'");
        }

        string axes = Axes(block, lengths.Length);
        int[] starts = Starts(block, lengths);
        block.Prepare();
        block.RequireJustified(lengths.Aggregate((Int128)1, (product, l) => product * l));
        byte[] values = block.Read(new long[lengths.Length], [.. block.Lengths], cancellation);
        var pixels = new Dictionary<(int Value, int Slice), List<RoiPoint>>();
        var place = new int[lengths.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                for (int axis = lengths.Length - 1, rest = i; axis >= 0; axis--)
                {
                    (rest, int at) = Math.DivRem(rest, lengths[axis]);
                    place[axis] = checked(starts[axis] + at);
                }

                int Along(char key) => axes.IndexOf(key, StringComparison.Ordinal) is int axis and >= 0 ? place[axis] : 0;
                int slice = axes.Contains('z', StringComparison.Ordinal) ? Along('z') : Along('t');
                if (!pixels.TryGetValue((values[i], slice), out List<RoiPoint>? list))
                {
                    pixels.Add((values[i], slice), list = []);
                }

                list.Add(new RoiPoint(Along('x'), Along('y')));
            }
        }

        marks.AddRange(pixels.Select(p => new RoiMark(
            [new PixelShape(p.Value)],
            p.Key.Value <= names.Length ? names[p.Key.Value - 1] : null,
            p.Key.Value <= colors.Length ? colors[p.Key.Value - 1] : null,
            p.Key.Value,
            p.Key.Slice)));
    }

    private static bool IsDeep(Hdf5Dataset block)
        => Axes(block, block.Lengths.Count).IndexOf('z', StringComparison.Ordinal) is int axis and >= 0 && block.Lengths[axis] > 1;

    private static string Axes(Hdf5Dataset block, int count)
    {
        if (block.Text("axistags") is string tags)
        {
            using var document = JsonDocument.Parse(tags);
            string axes = string.Concat((document.RootElement.Member("axes") ?? throw new FormatException("axistags without axes")).EnumerateArray().Select(a => a.Text("key")));
            return axes.Length == count ? axes : throw new FormatException($"axes '{axes}' for {count} lengths");
        }

        return count switch { 2 => "yx", 3 => "yxc", 4 => "zyxc", _ => "tzyxc" };
    }

    // "[0:1,128:256,0:64]"
    private static int[] Starts(Hdf5Dataset block, int[] lengths)
    {
        string text = block.Text("blockSlice") ?? throw new FormatException($"no blockSlice at '{block.Name}'");
        int[] starts = [.. text.Trim('[', ']').Split(',').Select(range => int.Parse(range.Split(':')[0], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture))];
        return starts.Length == lengths.Length ? starts : throw new FormatException($"the place '{text}' for {lengths.Length} axes");
    }

    private static string[] Names(Hdf5File file, CancellationToken cancellation)
    {
        if (file.Find(Root + "LabelNames", cancellation) is not { Type.Kind: Hdf5ElementKind.FixedText, Lengths: [<= byte.MaxValue] } names || names.Type.Size is < 1 or > 4096)
        {
            return [];
        }

        names.Prepare();
        byte[] bytes = names.Read([0], [.. names.Lengths], cancellation);
        return [.. bytes.Chunk(names.Type.Size).Select(b => Encoding.UTF8.GetString(b).TrimEnd('\0', ' '))];
    }

    private static RgbColor?[] Colors(Hdf5File file, CancellationToken cancellation)
    {
        if (file.Find(Root + "LabelColors", cancellation) is not { Lengths: [<= byte.MaxValue, 3], Type: { IsBigEndian: false, Kind: Hdf5ElementKind.SignedInteger or Hdf5ElementKind.UnsignedInteger } type } colors)
        {
            return [];
        }

        // Whole numbers from 0 to 255: the lowest byte has them, whatever the type.
        colors.Prepare();
        byte[] bytes = colors.Read([0, 0], [.. colors.Lengths], cancellation);
        return [.. bytes.Chunk(3 * type.Size).Select(b => (RgbColor?)new RgbColor(b[0], b[type.Size], b[2 * type.Size]))];
    }
}
