using NDSeg.Images;
using NDSeg.IO.Files;

namespace NDSeg.IO.Hdf;

/// <summary>A dataset as slices of channels.</summary>
internal sealed class HdfVolume : ImageVolume
{
    private readonly ByteSource bytes;
    private readonly HdfSlab slab;
    private readonly HdfDataset dataset;
    private readonly CancellationToken cancellation;

    private HdfVolume(ByteSource bytes, HdfDataset dataset, HdfAxes axes, ImageProbe info, IReadOnlyList<int> selected, CancellationToken cancellation)
        : base(info, selected)
    {
        this.bytes = bytes;
        this.dataset = dataset;
        this.cancellation = cancellation;
        slab = new HdfSlab(dataset, axes);
    }

    /// <summary>Whether the elements are 64-bit integers, which no image can hold.</summary>
    public bool IsLong => dataset.Type.IsLong;

    public static HdfVolume Open(ByteSource bytes, ImageReadOptions options, CancellationToken cancellation, bool allowLong = false)
    {
        HdfSource file = HdfSource.Open(bytes);
        HdfDataset dataset = options.Dataset is string name ? HdfCatalog.Find(file, name, cancellation) : HdfCatalog.Only(file, cancellation);
        if (!dataset.Info.IsImage)
        {
            throw FileErrors.Unsupported(file.Path, $"dataset {dataset.Info}, which is no image", "Name a numeric dataset of two axes or more.");
        }

        if (dataset.Type.IsLong && !allowLong)
        {
            throw FileErrors.Unsupported(file.Path, $"dataset {dataset.Info} of 64-bit integers", "Store it as 32-bit integers or as floating-point numbers.");
        }

        dataset.Prepare();
        var axes = HdfAxes.Resolve(dataset, options, file.Path);
        long[] lengths = dataset.Space.Lengths;
        Int128 pixels = (Int128)lengths[axes.Row] * lengths[axes.Column];
        long channels = axes.Channel < 0 ? 1 : lengths[axes.Channel];
        if (pixels > Array.MaxLength || lengths.Any(length => length > int.MaxValue))
        {
            throw FileErrors.Unsupported(file.Path, $"dataset {dataset.Info} with more than {Array.MaxLength} pixels in a slice", "Cut it into parts.");
        }

        dataset.RequireJustified(pixels * channels * dataset.Type.Size);
        var info = new ImageProbe(
            file.Path,
            "HDF5",
            dataset.Name,
            [.. lengths.Select(length => (int)length)],
            axes.Letters(lengths.Length),
            (int)lengths[axes.Row],
            (int)lengths[axes.Column],
            (int)channels,
            axes.Slice < 0 ? 1 : (int)lengths[axes.Slice],
            dataset.Type.Pixel ?? PixelType.Int32,
            PixelSize: null);
        return new HdfVolume(bytes, dataset, axes, info, SliceSelection.Resolve(options.Slices, info.SliceCount, file.Path), cancellation);
    }

    /// <summary>The values of a slice of 64-bit integers.</summary>
    /// <exception cref="SegException">UnsupportedLabels for values of 2^63 and more.</exception>
    public long[] ReadLong(int slice)
    {
        SliceSelection.Check(slice, Info.SliceCount, Info.Path);
        return FileErrors.Guard(Info.Path, () =>
        {
            // The bytes travel in a double plane of the same size and are taken over bit by bit.
            var planes = new PlaneSet(PixelType.Float64, Info.Height, Info.Width, 1);
            slab.Read(slice, planes, cancellation);
            long[] values = Array.ConvertAll((double[])planes.Planes[0], BitConverter.DoubleToInt64Bits);
            return dataset.Type.IsSigned || values.All(v => v >= 0)
                ? values
                : throw new SegException("UnsupportedLabels", SegErrorKind.InvalidData, $"Expected label values below 2^63, found greater ones in dataset '{dataset.Name}' of '{Info.Path}'.", "Renumber the labels.");
        });
    }

    private protected override SegImage ReadCore(int slice)
    {
        var planes = new PlaneSet(Info.PixelType, Info.Height, Info.Width, Info.Channels);
        slab.Read(slice, planes, cancellation);
        return new SegImage(Info.Height, Info.Width, Info.PixelType, planes.Planes, SourceOf(slice));
    }

    private protected override void Close() => bytes.Dispose();
}
