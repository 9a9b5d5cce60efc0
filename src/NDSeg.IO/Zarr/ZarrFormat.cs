using NDSeg.IO.Files;
using NDSeg.IO.Formats;
using NDSeg.IO.Zarr.Metadata;
using NDSeg.IO.Zarr.Nodes;
using NDSeg.IO.Zarr.Writing;

namespace NDSeg.IO.Zarr;

/// <summary>Zarr 2 and 3: arrays in chunks below a folder, alone or as images and labels of OME-Zarr.</summary>
internal sealed class ZarrFormat : FileFormat, IInPlaceFormat
{
    private const string Ending = ".zarr";

    private static readonly LabelMapWriter Writer = new();
    private static readonly PlaneGroupWriter Maps = new();

    public override string Name => "Zarr";

    public override IReadOnlyList<string> ReadExtensions => [Ending];

    public override IReadOnlyList<string> WriteExtensions => [Ending];

    public override bool HasDatasets => true;

    /// <summary>The path itself says where in an image labels go.</summary>
    public override bool WritesDatasets => false;

    public override bool HasLevels => true;

    public override ILabelFormat Labels => Writer;

    public override IPlaneFormat Planes => Maps;

    public override IPlaneVolumeFormat PlaneVolumes => Maps;

    public override IInPlaceFormat InPlace => this;

    /// <summary>A path that ends in .zarr, or one of the form image/labels/name below a Zarr image.</summary>
    public override bool IsTarget(string path) => base.IsTarget(Path.TrimEndingDirectorySeparator(path)) || LabelPlace.ImageOf(path) is not null;

    /// <summary>A folder with Zarr's metadata; one that is only named so is told apart from a folder of images too.</summary>
    public override bool Recognises(InputSource input)
        => input.IsFolder && (GroupFile.IsIn(input.Path) || Path.GetExtension(input.Path).Equals(Ending, StringComparison.OrdinalIgnoreCase));

    public override ImageVolume Open(InputSource input, ImageReadOptions options, bool allowLong, CancellationToken cancellation)
        => ZarrVolume.Open(Required(input), options, allowLong, cancellation);

    public override IReadOnlyList<DatasetInfo> ListDatasets(InputSource input, CancellationToken cancellation) => new ZarrHierarchy(Required(input)).Datasets(cancellation);

    public override IReadOnlyList<DatasetInfo> ListLevels(InputSource input, string? dataset, bool forLabels, CancellationToken cancellation)
    {
        ZarrNode node = new ZarrHierarchy(Required(input)).Choose(dataset, forLabels, cancellation);
        return node.Image is { } image ? [.. Enumerable.Range(0, image.Levels.Count).Select(node.Level).OfType<ZarrNode>().Select(level => level.Info(level.Array!))] : [];
    }

    public override string? ReadClasses(InputSource input, string? dataset, CancellationToken cancellation)
        => Described(input, dataset, cancellation).Attributes.Classes() is { Count: > 0 } classes ? ClassTable.Write(classes) : null;

    public override string? ReadProvenance(InputSource input, string? dataset, CancellationToken cancellation)
        => Described(input, dataset, cancellation).Attributes.Provenance;

    public IVolumeStore Open(string target, LabelVolumeOptions options) => LabelVolumeStore.Open(target, options);

    public void RequireWritable(string target, LabelVolumeOptions options) => LabelPlace.RequireWritable(target, options.Overwrite, options.Sharded);

    public IReadOnlyList<int> FinishedSlices(string target) => LabelVolumeStore.FinishedSlices(target);

    public Func<int, IReadOnlyList<string>>? SliceFiles(string target, string fingerprint) => LabelVolumeStore.SliceFiles(target, fingerprint);

    /// <summary>The node whose attributes describe what is read: an array that is a level has those of its image.</summary>
    private static ZarrNode Described(InputSource input, string? dataset, CancellationToken cancellation)
    {
        var hierarchy = new ZarrHierarchy(Required(input));
        ZarrNode node = hierarchy.Choose(dataset, forLabels: true, cancellation);
        return node.Array is not null && hierarchy.ImageOf(node) is { } place ? place.Image : node;
    }

    private static string Required(InputSource input)
        => GroupFile.IsIn(input.Path) ? input.Path : throw FileErrors.Truncated(input.Path, "Expected zarr.json, .zgroup or .zarray in it, found none.");
}
