using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;
using NDSeg.IO.Zarr.Arrays;
using NDSeg.IO.Zarr.Metadata;
using NDSeg.IO.Zarr.Nodes;
using NDSeg.Storage;

namespace NDSeg.IO.Zarr;

/// <summary>An array below a folder as slices of channels.</summary>
internal sealed class ZarrVolume : ImageVolume
{
    private const int MostUnjustifiedSlices = 16384;
    private const long MostChunksOfASlice = 1 << 20;

    private readonly ZarrArray array;
    private readonly ChunkSlab slab;
    private readonly CancellationToken cancellation;

    private ZarrVolume(ZarrArray array, SliceAxes axes, ImageProbe info, IReadOnlyList<int> selected, CancellationToken cancellation)
        : base(info, selected)
    {
        this.array = array;
        this.cancellation = cancellation;
        slab = new ChunkSlab(array, axes);
    }

    internal override bool IsLong => array.Type.IsLong;

    /// <exception cref="SegException">Any of those of opening an image.</exception>
    public static ZarrVolume Open(string path, ImageReadOptions options, bool forLabels, CancellationToken cancellation)
    {
        var hierarchy = new ZarrHierarchy(path);
        ZarrNode chosen = hierarchy.Choose(options.Dataset, forLabels, cancellation);
        (ZarrNode Image, int Level)? place = chosen.Array is null ? (chosen, LevelOf(chosen, options.Level, path)) : hierarchy.ImageOf(chosen);
        if (chosen.Array is not null && options.Level is int asked)
        {
            throw new SegException("LevelNotApplicable", SegErrorKind.InvalidArgument, $"Expected an image of several resolutions for level {asked}, found the array '{chosen.Name}' in '{path}'.", "Name the image, or leave -Level out.");
        }

        ZarrNode node = chosen.Array is not null ? chosen : chosen.Level(place!.Value.Level)
            ?? throw FileErrors.Corrupt(path, $"The array '{chosen.Image!.Levels[place.Value.Level]}' of level {place.Value.Level} is missing.");
        ArrayMetadata metadata = node.Array!;
        if (!metadata.IsImage)
        {
            throw FileErrors.Unsupported(path, $"array {node.Info(metadata)}, which is no image", "Name a numeric array of two axes or more.");
        }

        OmeImage? ome = place?.Image.Image;
        string? letters = ome?.Letters.Length == metadata.Shape.Length ? ome.Letters : LettersOf(metadata);
        SliceAxes axes = AxesOf(metadata, letters, options, node.Name.Length == 0 ? $"'{path}'" : $"array '{node.Name}' in '{path}'");
        PixelSize? size = letters == ome?.Letters && letters?[axes.Row] == 'Y' && letters[axes.Column] == 'X' ? ome?.PixelSizeOf(place!.Value.Level) : null;
        ImageProbe info = Describe(path, node, metadata, axes, letters, forLabels) with { PixelSize = size, VoxelSize = axes.Slice >= 0 && letters?[axes.Slice] == 'Z' ? VoxelSize.Of(size) : null };
        var array = new ZarrArray(metadata, node.Folder);
        IReadOnlyList<int> selected = SliceSelection.Resolve(options.Slices, info.SliceCount, path);
        RequireJustified(array, axes, info, selected.Count);
        return new ZarrVolume(array, axes, info, selected, cancellation) { Content = ContentOf(path, node, place?.Image) };
    }

    /// <summary>The values of a slice of 64-bit integers.</summary>
    /// <exception cref="SegException">UnsupportedLabels for values of 2^63 and more.</exception>
    internal override long[] ReadLong(int slice)
    {
        SliceSelection.Check(slice, Info.SliceCount, Info.Path);
        return FileErrors.Guard(Info.Path, () =>
        {
            // The bytes travel in a double plane of the same size and are taken over bit by bit.
            var planes = new PlaneSet(PixelType.Float64, Info.Height, Info.Width, 1);
            slab.Read(slice, planes, cancellation);
            long[] values = Array.ConvertAll((double[])planes.Planes[0], BitConverter.DoubleToInt64Bits);
            return array.Type.IsSigned || values.All(v => v >= 0)
                ? values
                : throw new SegException("UnsupportedLabels", SegErrorKind.InvalidData, $"Expected label values below 2^63, found greater ones in '{Info.Path}'.", "Renumber the labels.");
        });
    }

    private protected override SegImage ReadCore(int slice)
    {
        var planes = new PlaneSet(Info.PixelType, Info.Height, Info.Width, Info.Channels);
        slab.Read(slice, planes, cancellation);
        if (IsLong)
        {
            foreach (Array plane in planes.Planes)
            {
                LongIntegers.ToDoubles((double[])plane, array.Type.IsSigned, Info.Dataset ?? string.Empty, Info.Path);
            }
        }

        return new SegImage(Info.Height, Info.Width, Info.PixelType, planes.Planes, SourceOf(slice), channelNames: null, Info.PixelSize);
    }

    private protected override void Close()
    {
    }

    private static int LevelOf(ZarrNode image, int? asked, string path)
    {
        int count = image.Image!.Levels.Count;
        int level = asked ?? 0;
        return level >= 0 && level < count
            ? level
            : throw new SegException("LevelOutOfRange", SegErrorKind.InvalidArgument, $"Expected a level between 0 and {count - 1}, found {level}: '{path}' has {count}.", "Count levels from 0, the full resolution.");
    }

    // Axes without OME metadata may still have names.
    private static string? LettersOf(ArrayMetadata metadata)
    {
        string? letters = metadata.Dimensions is { } names ? string.Concat(names.Select(n => n.ToUpperInvariant() is "T" or "C" or "Z" or "Y" or "X" ? char.ToUpperInvariant(n[0]) : 'Q')) : null;
        return letters is not null && letters.Contains('Y', StringComparison.Ordinal) && letters.Contains('X', StringComparison.Ordinal) ? letters : null;
    }

    /// <summary>What every axis is: as the metadata name them where the options say nothing.</summary>
    private static SliceAxes AxesOf(ArrayMetadata metadata, string? letters, ImageReadOptions options, string what)
    {
        int Of(char letter) => letters?.IndexOf(letter, StringComparison.Ordinal) ?? -1;
        if (options.Axis is not null || options.ChannelAxis is not null || Of('X') < 0 || Of('Y') < 0)
        {
            return SliceAxes.Resolve(metadata.Shape, null, options, what);
        }

        int depth = Of('Z');
        int time = Of('T');
        bool hasTime = time >= 0 && metadata.Shape[time] > 1;
        int slice = depth < 0 || (hasTime && metadata.Shape[depth] == 1) ? time : depth;
        var axes = new SliceAxes(slice, Of('C'), Of('Y'), Of('X'), hasTime && slice == depth ? time : -1);
        bool isRead(int axis) => axis == axes.Slice || axis == axes.Channel || axis == axes.Row || axis == axes.Column || axis == axes.Outer;
        return Enumerable.Range(0, metadata.Shape.Length).All(a => isRead(a) || metadata.Shape[a] == 1)
            ? axes
            : throw AxisErrors.Ambiguous($"Expected axes of time, channels, depth, rows and columns in {what}, found {letters} of the shape {string.Join(" x ", metadata.Shape)}.", "Say which axis counts slices with -Axis, or which one counts channels with -ChannelAxis.");
    }

    private static ImageProbe Describe(string path, ZarrNode node, ArrayMetadata metadata, SliceAxes axes, string? letters, bool forLabels)
    {
        long[] shape = metadata.Shape;
        Int128 slices = axes.Slice < 0 ? 1 : (Int128)shape[axes.Slice] * (axes.Outer < 0 ? 1 : shape[axes.Outer]);
        if ((Int128)shape[axes.Row] * shape[axes.Column] > Array.MaxLength || shape.Any(length => length > int.MaxValue) || slices > int.MaxValue)
        {
            throw FileErrors.Unsupported(path, $"array {node.Info(metadata)} with more than {Array.MaxLength} pixels in a slice", "Cut it into parts, or read a smaller level.");
        }

        return new ImageProbe(
            path,
            "Zarr",
            node.Name.Length == 0 ? null : node.Name,
            [.. shape.Select(length => (int)length)],
            letters ?? axes.Letters(shape.Length),
            (int)shape[axes.Row],
            (int)shape[axes.Column],
            axes.Channel < 0 ? 1 : (int)shape[axes.Channel],
            (int)slices,
            metadata.Type.Pixel ?? (forLabels ? PixelType.Int32 : PixelType.Float64),
            PixelSize: null);
    }

    private static void RequireJustified(ZarrArray array, SliceAxes axes, ImageProbe info, int count)
    {
        Int128 bytes = (Int128)info.Height * info.Width * info.Channels * array.ElementBytes;
        array.RequireJustified(bytes);
        if (count > MostUnjustifiedSlices)
        {
            // Slices that were never written are cheap to claim; a reader would not come to their end.
            array.RequireJustified(bytes * count);
        }

        Int128 chunks = 1;
        foreach (int axis in new[] { axes.Channel, axes.Row, axes.Column }.Where(a => a >= 0))
        {
            chunks *= ((array.Lengths[axis] - 1) / array.ChunkLengths[axis]) + 1;
        }

        if (chunks > MostChunksOfASlice)
        {
            throw FileErrors.Unsupported(info.Path, $"slices of {chunks} chunks", "Write it again with larger chunks.");
        }
    }

    /// <summary>What the pixels depend on: the array, and the metadata of the image it belongs to.</summary>
    private static FolderContent ContentOf(string path, ZarrNode node, ZarrNode? image)
    {
        List<string> parts = [node.Folder];
        if (image is not null)
        {
            parts.AddRange(new[] { GroupFile.Name, ".zattrs" }.Select(name => Path.Combine(image.Folder, name)).Where(File.Exists));
        }

        return new FolderContent(path, [.. parts.Select(part => Path.GetRelativePath(path, part))]);
    }
}
