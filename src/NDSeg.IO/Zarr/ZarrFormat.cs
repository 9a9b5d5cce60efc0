using NDSeg.IO.Formats;
using NDSeg.IO.Zarr.Metadata;
using NDSeg.IO.Zarr.Writing;

namespace NDSeg.IO.Zarr;

/// <summary>Zarr: arrays in chunks below a folder, alone or as OME-Zarr images and labels.</summary>
internal sealed class ZarrFormat : FileFormat, IInPlaceFormat
{
    public override string Name => "Zarr";

    public override IReadOnlyList<string> ReadExtensions => [".zarr"];

    public override IReadOnlyList<string> WriteExtensions => [".zarr"];

    public override bool HasDatasets => true;

    public override IInPlaceFormat InPlace => this;

    /// <summary>A path that ends in .zarr, or one of the form image/labels/name below a Zarr image.</summary>
    public override bool IsTarget(string path) => base.IsTarget(Path.TrimEndingDirectorySeparator(path)) || LabelGroup.ImageOf(path) is not null;

    public override bool Recognises(InputSource input) => input.IsFolder && GroupFile.IsIn(input.Path);

    public override ImageVolume Open(InputSource input, ImageReadOptions options, bool allowLong, CancellationToken cancellation) => throw new NotSupportedException();

    public IVolumeStore Open(string target, LabelVolumeOptions options) => LabelVolumeStore.Open(target, options);

    public IReadOnlyList<int> FinishedSlices(string target) => LabelVolumeStore.FinishedSlices(target);
}
