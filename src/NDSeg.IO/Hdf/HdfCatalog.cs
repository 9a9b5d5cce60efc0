using NDSeg.IO.Files;

namespace NDSeg.IO.Hdf;

/// <summary>The datasets of a file and how to find one.</summary>
internal static class HdfCatalog
{
    private const int MostObjects = 100_000;

    /// <summary>Every dataset that can be reached from the root by hard links, in the order of names. Damaged members are left out when others are fine.</summary>
    public static IReadOnlyList<HdfDataset> All(HdfSource file, CancellationToken cancellation)
    {
        var found = new List<HdfDataset>();
        var seen = new HashSet<long>();
        var open = new Queue<(string Path, long Address)>();
        open.Enqueue((string.Empty, file.RootAddress));
        Exception? damage = null;
        while (open.TryDequeue(out (string Path, long Address) next) && seen.Count < MostObjects)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!seen.Add(next.Address))
            {
                continue;
            }

            try
            {
                Visit(file, next.Path, next.Address, found, open);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                damage ??= e;
            }
        }

        if (found.Count == 0 && damage is not null)
        {
            throw FileErrors.Guard<SegException>(file.Path, () => throw damage);
        }

        return [.. found.OrderBy(d => d.Name, StringComparer.Ordinal)];
    }

    /// <summary>The dataset of a name.</summary>
    /// <exception cref="SegException">DatasetNotFound, listing what there is.</exception>
    public static HdfDataset Find(HdfSource file, string name, CancellationToken cancellation)
        => Lookup(file, name.Trim('/'), depth: 0, cancellation)
            ?? throw new SegException("DatasetNotFound", SegErrorKind.NotFound, $"Expected a dataset '{name}' in '{file.Path}', found {Describe(All(file, cancellation))}.", "Name one of these with -Dataset.");

    /// <summary>The only dataset that can be an image.</summary>
    /// <exception cref="SegException">AmbiguousDataset, DatasetNotFound, both listing what there is.</exception>
    public static HdfDataset Only(HdfSource file, CancellationToken cancellation)
    {
        IReadOnlyList<HdfDataset> all = All(file, cancellation);
        HdfDataset[] images = [.. all.Where(d => d.Info.IsImage)];
        return images switch
        {
            [HdfDataset only] => only,
            [] => throw new SegException("DatasetNotFound", SegErrorKind.NotFound, $"Expected a numeric dataset of two axes or more in '{file.Path}', found {Describe(all)}.", "Check the file."),
            _ => throw new SegException("AmbiguousDataset", SegErrorKind.InvalidArgument, $"Expected one image dataset in '{file.Path}', found {images.Length}: {string.Join(", ", images.Select(d => d.Info))}.", "Name one with -Dataset."),
        };
    }

    private static void Visit(HdfSource file, string path, long address, List<HdfDataset> found, Queue<(string Path, long Address)> open)
    {
        HdfObjectHeader header = HdfObjectHeader.Read(file, address);
        if (HdfDataset.TryParse(file, path, header) is HdfDataset dataset)
        {
            found.Add(dataset);
            return;
        }

        foreach (HdfLink link in HdfGroup.Links(file, header) ?? [])
        {
            if (link.Address != HdfSource.Undefined)
            {
                open.Enqueue((path.Length == 0 ? link.Name : path + "/" + link.Name, link.Address));
            }
        }
    }

    private static HdfDataset? Lookup(HdfSource file, string name, int depth, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        long address = file.RootAddress;
        string[] parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            IReadOnlyList<HdfLink>? links = HdfGroup.Links(file, HdfObjectHeader.Read(file, address));
            HdfLink? link = links?.FirstOrDefault(l => l.Name == parts[i]);
            if (link is null)
            {
                return null;
            }

            if (link.IsExternal)
            {
                throw FileErrors.Unsupported(file.Path, $"'{name}', a link into another file", "Open the file it points to.");
            }

            if (link.Target is not null)
            {
                // A soft link: an absolute path, or one relative to the group it stands in.
                IEnumerable<string> before = link.Target.StartsWith('/') ? [] : parts[..i];
                string target = string.Join('/', [.. before, link.Target.Trim('/'), .. parts[(i + 1)..]]);
                return depth < 16 ? Lookup(file, target, depth + 1, cancellation) : null;
            }

            address = link.Address;
        }

        return parts.Length == 0 ? null : HdfDataset.TryParse(file, name, HdfObjectHeader.Read(file, address));
    }

    private static string Describe(IReadOnlyList<HdfDataset> datasets)
    {
        const int most = 30;
        if (datasets.Count == 0)
        {
            return "no dataset";
        }

        string list = string.Join(", ", datasets.Take(most).Select(d => d.Info));
        return datasets.Count > most ? $"{list} and {datasets.Count - most} more" : list;
    }
}
