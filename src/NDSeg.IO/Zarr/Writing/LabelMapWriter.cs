using NDSeg.IO.Formats;
using NDSeg.IO.Labels;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>Single label maps as groups of OME-Zarr: H x W at several levels.</summary>
internal sealed class LabelMapWriter : ILabelFormat
{
    private const string ScratchName = ".scratch";

    public void Require(LabelSampleType type) => LabelGroup.Require(type, "a .zarr folder");

    public void Write(OutputTarget target, LabelRaster labels, LabelWriteOptions options, CancellationToken cancellation)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target.Path));
        ChunkTree.RequireSize(labels.Height, labels.Width, labels.Type.BytesPerPixel, path);
        LabelPlace.RequireWritable(path, target.Overwrite, options.Sharded);
        OmeEdition edition = LabelPlace.EditionOf(path);
        var header = new VolumeHeader(null, labels.Height, labels.Width, labels.Type.Bits, labels.Type.Samples, labels.Type.IsSigned, labels.PixelSize) { IsEarlier = edition == OmeEdition.Earlier };
        header.Learn(labels.Classes);
        target.WriteFolder(LabelGroup.IsOurs, folder =>
        {
            cancellation.ThrowIfCancellationRequested();
            var samples = new byte[checked(labels.Height * labels.RowBytes)];
            labels.Fill(0, labels.Height, samples);
            IReadOnlyList<PyramidLevel> levels = PyramidLevel.Of(labels.Height, labels.Width, options.Sharded, LabelPlace.LevelsOf(path));
            string scratch = Path.Combine(folder, ScratchName);
            new ChunkTree(folder, scratch, levels, labels.Type.BytesPerPixel, _ => string.Empty, edition).Write(0, samples);
            Directory.Delete(scratch, recursive: true);
            new LabelGroup(header, levels, count: null, labels.Classes, options.Provenance).WriteMetadata(folder, path);
        });
        LabelPlace.Enlist(path);
    }
}
