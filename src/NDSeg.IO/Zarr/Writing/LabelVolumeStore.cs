using System.Collections.Concurrent;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Labels;
using NDSeg.Storage;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>
/// A label volume whose slices are written into the chunks they keep. Until the volume is complete its folder stands in
/// <c>&lt;target&gt;.partial</c> beside what all slices share; then it gets its metadata and its final name.
/// </summary>
internal sealed partial class LabelVolumeStore : IVolumeStore
{
    private const string TreeName = "volume";
    private const string ScratchName = "scratch";

    private readonly string target;
    private readonly LabelVolumeOptions options;
    private readonly VolumeFolder folder;
    private readonly HashSet<int> written = [];
    private readonly HashSet<int> blank = [];
    private VolumeHeader? header;
    private ChunkTree? tree;

    private LabelVolumeStore(string target, LabelVolumeOptions options, VolumeFolder folder)
    {
        this.target = target;
        this.options = options;
        this.folder = folder;
    }

    /// <summary>Slices this process knows of, blank ones included; of a shared volume those that it wrote or asked for.</summary>
    public int Count => written.Count + blank.Count;

    public bool HasLabels => written.Count > 0;

    public IReadOnlyList<int> Blank => [.. blank.Order()];

    private string TreePath => Path.Combine(folder.Path, TreeName);

    /// <exception cref="SegException">TargetBusy, TargetNotWritable, PartialNotOurs, ResumeMismatch.</exception>
    public static LabelVolumeStore Open(string target, LabelVolumeOptions options)
    {
        if (options.Shared && (options.Classes is null || options.SliceCount is null))
        {
            throw new ArgumentException("A shared volume needs its classes and its number of slices.", nameof(options));
        }

        LabelPlace.RequireWritable(target, options.Overwrite, options.Sharded);
        var folder = VolumeFolder.Open(target, VolumeFolder.PathOf(target), options.Shared);
        try
        {
            var store = new LabelVolumeStore(target, options, folder);
            store.Start();
            return store;
        }
        catch (Exception e)
        {
            folder.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw VolumeFolder.NotWritable(target, e);
            }

            throw;
        }
    }

    /// <summary>The slices of an unfinished volume that are whole. Only reads.</summary>
    public static IReadOnlyList<int> FinishedSlices(string target)
    {
        string folder = VolumeFolder.PathOf(target);
        if (VolumeFolder.ReadHeader(folder) is not { } header)
        {
            return [];
        }

        ChunkTree tree = TreeOf(folder, header);
        return [.. tree.Slices().Where(tree.IsWhole)];
    }

    /// <summary>The files of any slice of an unfinished volume; null where nothing of this computation was begun. Only reads.</summary>
    public static Func<int, IReadOnlyList<string>>? SliceFiles(string target, string fingerprint)
    {
        string folder = VolumeFolder.PathOf(target);
        return VolumeFolder.ReadHeader(folder) is { } header && header.Fingerprint == fingerprint ? TreeOf(folder, header).Files : null;
    }

    public bool Contains(int slice)
    {
        if (written.Contains(slice) || blank.Contains(slice))
        {
            return true;
        }

        // Another process may have written it meanwhile.
        if (!options.Shared || Joined()?.IsWhole(slice) != true)
        {
            return false;
        }

        written.Add(slice);
        return true;
    }

    public int Next()
    {
        int slice = 0;
        while (Contains(slice))
        {
            slice++;
        }

        return slice;
    }

    public void Write(int slice, SegLabels labels)
    {
        LabelRaster raster = Adopt(labels);
        ChunkTree.RequireSize(raster.Height, raster.Width, raster.Type.BytesPerPixel, target);
        var samples = new byte[checked(raster.Height * raster.RowBytes)];
        raster.Fill(0, raster.Height, samples);
        Writing(() =>
        {
            tree!.Write(slice, samples);
            folder.DeleteBlank(slice);
        });
        blank.Remove(slice);
        written.Add(slice);
    }

    public void WriteBlank(int slice)
    {
        Writing(() =>
        {
            tree?.Delete(slice);
            folder.WriteBlank(slice);
        });
        written.Remove(slice);
        blank.Add(slice);
    }

    public void Remove(int slice)
    {
        ChunkTree? chunks = options.Shared ? Joined() : tree;
        Writing(() => chunks?.Delete(slice));
        written.Remove(slice);
    }

    public void Complete(LabelVolumeOptions options, CancellationToken cancellation)
    {
        if (options.Shared)
        {
            Writing(folder.HoldAlone);
        }

        int count = options.SliceCount ?? Count;
        RequireComplete(count, cancellation);
        Writing(() =>
        {
            var group = new LabelGroup(header!, tree!.Levels, count, options.Classes, options.Provenance);
            group.WriteMetadata(TreePath, target);
        });
        AtomicFolder.Put(TreePath, target, options.Overwrite, LabelGroup.IsOurs);
        LabelPlace.Enlist(target);
        Delete();
    }

    public void Delete()
    {
        try
        {
            Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run removes it.
        }

        folder.Delete();
    }

    public void Dispose() => folder.Dispose();

    private static ChunkTree TreeOf(string folder, VolumeHeader header)
        => new(Path.Combine(folder, TreeName), Path.Combine(folder, ScratchName), PyramidLevel.Of(header.Height, header.Width, header.IsSharded, header.Levels), header.Type.BytesPerPixel, edition: LabelGroup.EditionOf(header));

    private void Clear()
    {
        foreach (string path in new[] { TreePath, Path.Combine(folder.Path, ScratchName) }.Where(p => Directory.Exists(p) && !VolumeMarker.IsLink(p)))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private void RequireComplete(int count, CancellationToken cancellation)
    {
        int[] missing = [.. Missing(count, cancellation).Order().Take(10)];
        if (header is null || missing.Length > 0 || written.Concat(blank).Any(s => s >= count))
        {
            string found = header is null ? "no slice with labels" : missing.Length > 0 ? $"no slice {string.Join(", ", missing)}" : $"{Count} slices";
            throw new SegException("VolumeIncomplete", SegErrorKind.InvalidState, $"Expected slices 0 to {count - 1} for '{target}', found {found}.", "Write the missing slices, or mark them as blank.");
        }
    }

    /// <summary>The slices that are neither whole nor blank; those that other processes wrote are unpacked to know.</summary>
    private ConcurrentBag<int> Missing(int count, CancellationToken cancellation)
    {
        var missing = new ConcurrentBag<int>();
        ChunkTree? chunks = options.Shared ? Joined() : tree;
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, slice =>
        {
            if (!written.Contains(slice) && !folder.IsBlank(slice) && !(options.Shared && chunks?.IsWhole(slice) == true))
            {
                missing.Add(slice);
            }
        });
        return missing;
    }

    private SegException Damaged(int slice)
        => new("VolumeIncomplete", SegErrorKind.InvalidState, $"Expected slice {slice} of '{target}' to be whole, found it damaged in '{folder.Path}'.", "Run again with -Resume.");

    private void Writing(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VolumeFolder.NotWritable(target, e);
        }
    }
}
