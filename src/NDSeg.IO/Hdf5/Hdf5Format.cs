using NDSeg.Hdf5;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Hdf5;

/// <summary>HDF5: datasets with names, chunked and compressed. Read by NDSeg.Hdf5, written by PureHDF.</summary>
internal sealed class Hdf5Format : FileFormat
{
    private static readonly Hdf5Writer Writer = new();

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    public override string Name => "HDF5";

    public override IReadOnlyList<string> ReadExtensions => [".h5", ".hdf5", ".hdf", ".nxs"];

    public override IReadOnlyList<string> WriteExtensions => [".h5", ".hdf5"];

    public override bool HasDatasets => true;

    public override ILabelFormat Labels => Writer;

    public override IPlaneFormat Planes => Writer;

    public override IPlaneVolumeFormat PlaneVolumes => Writer;

    public override ILabelVolumeFormat Volumes => Writer;

    /// <summary>A file may carry a user block of 512, 1024, 2048, ... bytes before its signature.</summary>
    public override bool Recognises(InputSource input)
    {
        if (input.IsFolder)
        {
            return false;
        }

        Span<byte> signature = stackalloc byte[8];
        for (long offset = 0; offset + 8 <= input.Bytes.Length; offset = offset == 0 ? 512 : offset * 2)
        {
            input.Bytes.ReadAt(offset, signature);
            if (signature.SequenceEqual(Signature))
            {
                return true;
            }
        }

        return false;
    }

    public override ImageVolume Open(InputSource input, ImageReadOptions options, bool allowLong, CancellationToken cancellation)
        => Hdf5Errors.Guard(input.Path, () => Hdf5Volume.Open(input.Bytes, options, allowLong, cancellation));

    public override IReadOnlyList<DatasetInfo> ListDatasets(InputSource input, CancellationToken cancellation)
        => Hdf5Errors.Guard<IReadOnlyList<DatasetInfo>>(input.Path, () =>
        {
            using Hdf5File file = Load(input.Bytes);
            return [.. file.Datasets(cancellation).Select(Hdf5Datasets.InfoOf)];
        });

    public override string? ReadProvenance(InputSource input, string? dataset, CancellationToken cancellation)
        => Hdf5Errors.Guard(input.Path, () => ReadText(input, dataset, Hdf5Provenance.Attribute, cancellation));

    public override string? ReadClasses(InputSource input, string? dataset, CancellationToken cancellation)
        => Hdf5Errors.Guard(input.Path, () => ReadText(input, dataset, Hdf5Provenance.Classes, cancellation));

    private static string? ReadText(InputSource input, string? dataset, string attribute, CancellationToken cancellation)
    {
        using Hdf5File file = Load(input.Bytes);
        return Hdf5Datasets.Choose(file, input.Path, dataset, cancellation).Text(attribute);
    }

    private static Hdf5File Load(ByteSource bytes) => Hdf5File.Open(Hdf5Bytes.Of(bytes));
}
