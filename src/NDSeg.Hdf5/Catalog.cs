using System.Runtime.ExceptionServices;

namespace NDSeg.Hdf5;

/// <summary>The datasets of a file and how to find one.</summary>
internal static class Catalog
{
    private const int MostObjects = 100_000;
    private const int MostLinks = 16;

    /// <summary>Every dataset that can be reached from the root by hard links, in the order of names. Damaged members are left out when others are fine.</summary>
    public static IReadOnlyList<Hdf5Dataset> All(AddressSpace file, CancellationToken cancellation)
    {
        var found = new List<Hdf5Dataset>();
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
            ExceptionDispatchInfo.Throw(damage);
        }

        return [.. found.OrderBy(d => d.Name, StringComparer.Ordinal)];
    }

    private static void Visit(AddressSpace file, string path, long address, List<Hdf5Dataset> found, Queue<(string Path, long Address)> open)
    {
        ObjectHeader header = ObjectHeader.Read(file, address);
        if (Hdf5Dataset.TryParse(file, path, header) is Hdf5Dataset dataset)
        {
            found.Add(dataset);
            return;
        }

        foreach (Link link in Group.Links(file, header) ?? [])
        {
            if (link.Address != AddressSpace.Undefined)
            {
                open.Enqueue((path.Length == 0 ? link.Name : path + "/" + link.Name, link.Address));
            }
        }
    }

    /// <summary>Follows a path part by part; a soft link changes the path and starts again from the root.</summary>
    public static Hdf5Dataset? Find(AddressSpace file, string name, CancellationToken cancellation)
    {
        string? path = name.Trim('/');
        for (int links = 0; path is not null && links <= MostLinks; links++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Follow(file, path, out string? target) is Hdf5Dataset found)
            {
                return found;
            }

            path = target;
        }

        return null;
    }

    private static Hdf5Dataset? Follow(AddressSpace file, string name, out string? target)
    {
        target = null;
        long address = file.RootAddress;
        string[] parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            IReadOnlyList<Link>? links = Group.Links(file, ObjectHeader.Read(file, address));
            Link? link = links?.FirstOrDefault(l => l.Name == parts[i]);
            if (link is null)
            {
                return null;
            }

            if (link.IsExternal)
            {
                throw Hdf5Exception.Unsupported($"'{name}', a link into another file", "Open the file it points to.");
            }

            if (link.Target is not null)
            {
                // A soft link: an absolute path, or one relative to the group it stands in.
                IEnumerable<string> before = link.Target.StartsWith('/') ? [] : parts[..i];
                target = string.Join('/', [.. before, link.Target.Trim('/'), .. parts[(i + 1)..]]);
                return null;
            }

            address = link.Address;
        }

        return parts.Length == 0 ? null : Hdf5Dataset.TryParse(file, name, ObjectHeader.Read(file, address));
    }
}
