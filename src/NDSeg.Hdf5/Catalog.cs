using System.Runtime.ExceptionServices;

namespace NDSeg.Hdf5;

/// <summary>The datasets of a file and how to find one.</summary>
internal static class Catalog
{
    private const int MostObjects = 100_000;
    private const int MostLinks = 16;

    /// <summary>
    /// Every dataset that can be reached from the root, in the order of names: by hard links first, then by links into other
    /// files, then by soft links. Damaged members are left out when others are fine.
    /// </summary>
    public static IReadOnlyList<Hdf5Dataset> All(AddressSpace file, CancellationToken cancellation)
    {
        var found = new List<Hdf5Dataset>();
        var seen = new HashSet<(AddressSpace, long)>();
        var open = new Queue<Place>();
        var links = new PriorityQueue<(Place Group, Link Link), (bool IsSoft, int Number)>();
        open.Enqueue(new Place(file, file.RootAddress, string.Empty, string.Empty, 0));
        Exception? damage = null;
        while (seen.Count < MostObjects)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (open.TryDequeue(out Place? next))
                {
                    if (seen.Add((next.File, next.Address)))
                    {
                        Hdf5Exception.Guard(() => Visit(next, found, open, links), next.File.Name);
                    }
                }
                else if (links.TryDequeue(out (Place Group, Link Link) link, out _))
                {
                    Follow(link.Group, link.Link, open);
                }
                else
                {
                    break;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A file that is not there is no damage; it is kept by name.
                damage ??= e is Hdf5Exception { Kind: Hdf5ErrorKind.Missing } ? null : e;
            }
        }

        if (found.Count == 0 && damage is not null)
        {
            ExceptionDispatchInfo.Throw(damage);
        }

        return [.. found.OrderBy(d => d.Name, StringComparer.Ordinal)];
    }

    /// <summary>Follows a path part by part; a soft link changes the path and starts again from the root, a link into another file from the root there.</summary>
    public static Hdf5Dataset? Find(AddressSpace file, string name, CancellationToken cancellation)
        => Resolve(file, name, cancellation) is Place found && found.Path.Length > 0
            ? Hdf5Exception.Guard(() => Hdf5Dataset.TryParse(found.File, found.Shown, ObjectHeader.Read(found.File, found.Address)), found.File == file ? null : found.File.Name)
            : null;

    /// <summary>The name of the file that the first link into another one on a path names, which is not opened; null where there is no such link.</summary>
    public static string? FileOf(AddressSpace file, string name)
    {
        string? path = name;
        for (int links = 0; path is not null && links <= MostLinks; links++)
        {
            string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            (_, int at, Link? link) = Walk(file, parts);
            if (link?.File is not null)
            {
                return link.File;
            }

            path = link is null ? null : Next(parts, at, link);
        }

        return null;
    }

    private static bool Visit(Place place, List<Hdf5Dataset> found, Queue<Place> open, PriorityQueue<(Place Group, Link Link), (bool IsSoft, int Number)> links)
    {
        ObjectHeader header = ObjectHeader.Read(place.File, place.Address);
        if (Hdf5Dataset.TryParse(place.File, place.Shown, header) is Hdf5Dataset dataset)
        {
            found.Add(dataset);
            return true;
        }

        foreach (Link link in Group.Links(place.File, header) ?? [])
        {
            if (link.Address != AddressSpace.Undefined)
            {
                open.Enqueue(place with { Address = link.Address, Path = Join(place.Path, link.Name), Shown = Join(place.Shown, link.Name) });
            }
            else if (link.Target is not null && links.Count < MostObjects)
            {
                links.Enqueue((place, link), (link.File is null, links.Count));
            }
        }

        return true;
    }

    private static void Follow(Place group, Link link, Queue<Place> open)
    {
        // Every other file adds a step, so that files which link to each other do not make paths without end.
        int steps = group.Steps + (link.File is null ? 0 : 1);
        if (steps <= MostLinks && Resolve(group.File, Join(group.Path, link.Name), CancellationToken.None) is Place found)
        {
            open.Enqueue(found with { Shown = Join(group.Shown, link.Name), Steps = steps });
        }
    }

    /// <summary>The object at a path; null when there is none.</summary>
    /// <exception cref="Hdf5Exception">Links lead in a circle, or into a file that is not there.</exception>
    private static Place? Resolve(AddressSpace start, string name, CancellationToken cancellation)
    {
        AddressSpace file = start;
        string path = name.Trim('/');
        string? shown = null;
        for (int links = 0; links <= MostLinks; links++)
        {
            cancellation.ThrowIfCancellationRequested();
            AddressSpace current = file;
            string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            (long address, int at, Link? link) = Hdf5Exception.Guard(() => Walk(current, parts), current == start ? null : current.Name);
            if (link is null)
            {
                return address == AddressSpace.Undefined ? null : new Place(file, address, path, shown ?? path, 0);
            }

            string next = Next(parts, at, link);
            if (link.File is not null)
            {
                shown ??= path;
                file = file.Files.Find(file, link.File) ?? throw Hdf5Exception.Missing($"The file '{link.File}', which '{shown}' links to, is not there.");
            }

            path = next;
        }

        throw Hdf5Exception.Corrupt($"The links at '{name}' lead in a circle, or over more than {MostLinks} others.");
    }

    /// <summary>Goes down hard links: the object at the end, or the first link of another kind and its part of the path.</summary>
    private static (long Address, int At, Link? Link) Walk(AddressSpace file, string[] parts)
    {
        long address = file.RootAddress;
        for (int at = 0; at < parts.Length; at++)
        {
            if (parts[at] == ".")
            {
                continue;
            }

            Link? link = file.Member(address, parts[at]);
            if (link is null)
            {
                return (AddressSpace.Undefined, at, null);
            }

            if (link.Address == AddressSpace.Undefined && link.Target is null)
            {
                throw AddressSpace.Unsupported($"'{string.Join('/', parts[..(at + 1)])}', a link of a kind of its writer's own");
            }

            if (link.Target is not null)
            {
                return (AddressSpace.Undefined, at, link);
            }

            address = link.Address;
        }

        return (address, parts.Length, null);
    }

    /// <summary>The path that a link stands for: absolute, or relative to the group the link stands in.</summary>
    private static string Next(string[] parts, int at, Link link)
    {
        bool isAbsolute = link.File is not null || link.Target!.StartsWith('/');
        return string.Join('/', [.. isAbsolute ? [] : parts[..at], link.Target!.Trim('/'), .. parts[(at + 1)..]]);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "/" + name;

    /// <summary>An object on the way.</summary>
    /// <param name="File">The file it is in.</param>
    /// <param name="Address">Its header there.</param>
    /// <param name="Path">Its path there.</param>
    /// <param name="Shown">Its path from the file that was opened.</param>
    /// <param name="Steps">How many other files were passed on the way.</param>
    private sealed record Place(AddressSpace File, long Address, string Path, string Shown, int Steps);
}
