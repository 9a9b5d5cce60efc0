using NDSeg.IO.Formats;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Nodes;

/// <summary>All that can be read below a folder, and which of it is meant.</summary>
/// <param name="path">Full path of the input.</param>
internal sealed class ZarrHierarchy(string path)
{
    private const int MostNodes = 4096;
    private const int Deepest = 12;
    private const string LabelsName = "labels";

    private readonly ZarrNode root = new(path, string.Empty);

    /// <summary>The node that is meant: an array, or an image of several levels.</summary>
    /// <param name="dataset">Path of one; null chooses.</param>
    /// <param name="forLabels">Whether labels are looked for: then the labels of an image go before the image.</param>
    /// <param name="cancellation">Ends a long search.</param>
    /// <exception cref="SegException">DatasetNotFound, AmbiguousDataset, both listing what there is.</exception>
    public ZarrNode Choose(string? dataset, bool forLabels, CancellationToken cancellation)
    {
        ZarrNode? start = dataset is null ? root : root.Below(dataset);
        if (start is null)
        {
            throw NotFound($"a dataset '{dataset}'", cancellation);
        }

        if (start.Array is not null)
        {
            return start;
        }

        if (start.Image is not null && (!forLabels || start.Attributes.IsLabel || LabelsOf(start) is not { Count: > 0 }))
        {
            return start;
        }

        ZarrNode[] images = start.Image is not null ? [.. LabelsOf(start)] : [.. Images(start, forLabels, cancellation)];
        return images switch
        {
            [ZarrNode only] => only,
            [] => throw NotFound("an image, labels or a numeric array of two axes or more", cancellation),
            _ => throw new SegException("AmbiguousDataset", SegErrorKind.InvalidArgument, $"Expected one {(forLabels ? "label map" : "image")} in '{path}', found {images.Length}: {string.Join(", ", images.Take(30).Select(i => i.Name))}.", "Name one with -Dataset."),
        };
    }

    /// <summary>Every array and every image of several levels, in the order of their names.</summary>
    public IReadOnlyList<DatasetInfo> Datasets(CancellationToken cancellation)
        => [.. Nodes(root, cancellation).Select(Describe).OfType<DatasetInfo>().OrderBy(d => d.Name, StringComparer.Ordinal)];

    /// <summary>The image whose levels an array is one of, and which; null for others.</summary>
    public (ZarrNode Image, int Level)? ImageOf(ZarrNode array)
    {
        if (array.Name.Length == 0)
        {
            // The input is the array itself: what it is a level of stands above.
            string above = Path.GetDirectoryName(array.Folder) ?? array.Folder;
            return GroupFile.IsIn(above) ? LevelOf(new ZarrNode(above, string.Empty), array) : null;
        }

        string[] names = array.Name.Split('/');
        return Enumerable.Range(1, names.Length)
            .Select(up => root.Below(string.Join('/', names[..^up])) is { } group ? LevelOf(group, array) : null)
            .FirstOrDefault(found => found is not null);
    }

    private static (ZarrNode Image, int Level)? LevelOf(ZarrNode group, ZarrNode array)
    {
        int level = group.Image?.Levels.ToList().FindIndex(l => group.Below(l)?.Folder == array.Folder) ?? -1;
        return level >= 0 ? (group, level) : null;
    }

    private static DatasetInfo? Describe(ZarrNode node)
    {
        if (node.Array is { } array)
        {
            return node.Info(array);
        }

        return node.Image is not null && node.Name.Length > 0 && node.Level(0)?.Array is { } full ? node.Info(full) : null;
    }

    private static IReadOnlyList<ZarrNode> LabelsOf(ZarrNode image)
        => image.Below(LabelsName) is { } group ? [.. group.Attributes.Labels.Distinct().Select(group.Below).OfType<ZarrNode>().Where(n => n.Image is not null)] : [];

    /// <summary>Images below a group, else its arrays; labels only where they are looked for, and then before all others.</summary>
    private static List<ZarrNode> Images(ZarrNode group, bool forLabels, CancellationToken cancellation)
    {
        List<ZarrNode> all = [.. Nodes(group, cancellation)];
        List<ZarrNode> images = [.. all.Where(n => n.Image is not null)];
        List<ZarrNode> labels = [.. images.Where(n => n.Attributes.IsLabel)];
        if (images.Count == 0)
        {
            return [.. all.Where(n => n.Array?.IsImage == true)];
        }

        return forLabels && labels.Count > 0 ? labels : images.Count > labels.Count ? [.. images.Except(labels)] : labels;
    }

    // Breadth first, without following links and without looking into arrays, whose chunks may be millions.
    private static IEnumerable<ZarrNode> Nodes(ZarrNode start, CancellationToken cancellation)
    {
        var waiting = new Queue<(ZarrNode Node, int Depth)>([(start, 0)]);
        for (int count = 0; waiting.TryDequeue(out (ZarrNode Node, int Depth) next) && count < MostNodes; count++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return next.Node;
            if (next.Node.Array is null && next.Depth < Deepest)
            {
                foreach (string name in Directory.EnumerateDirectories(next.Node.Folder).Take(MostNodes).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal))
                {
                    if (next.Node.Below(name) is { } child)
                    {
                        waiting.Enqueue((child, next.Depth + 1));
                    }
                }
            }
        }
    }

    private SegException NotFound(string wanted, CancellationToken cancellation)
    {
        const int most = 30;
        IReadOnlyList<DatasetInfo> all = Datasets(cancellation);
        string list = all.Count == 0 ? "no dataset" : string.Join(", ", all.Take(most)) + (all.Count > most ? $" and {all.Count - most} more" : string.Empty);
        return new SegException("DatasetNotFound", SegErrorKind.NotFound, $"Expected {wanted} in '{path}', found {list}.", "Name one of these with -Dataset, or check the folder.");
    }
}
