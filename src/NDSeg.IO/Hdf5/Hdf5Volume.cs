using NDSeg.Hdf5;
using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;
using NDSeg.Storage;

namespace NDSeg.IO.Hdf5;

/// <summary>A dataset as slices of channels.</summary>
internal sealed class Hdf5Volume : ImageVolume
{
    private const int MostUnjustifiedSlices = 16384;
    private const long MostUnjustifiedBytes = 1L << 30;

    private readonly ByteSource bytes;
    private readonly Hdf5File file;
    private readonly ChunkSlab slab;
    private readonly Hdf5Dataset dataset;
    private readonly CancellationToken cancellation;

    private Hdf5Volume(ByteSource bytes, Hdf5File file, Hdf5Dataset dataset, SliceAxes axes, ImageProbe info, IReadOnlyList<int> selected, CancellationToken cancellation)
        : base(info, selected)
    {
        this.bytes = bytes;
        this.file = file;
        this.dataset = dataset;
        this.cancellation = cancellation;
        slab = new ChunkSlab(new Hdf5Chunks(dataset), axes);
    }

    internal override bool IsLong => Hdf5Datasets.IsLong(dataset.Type);

    public static Hdf5Volume Open(ByteSource bytes, ImageReadOptions options, bool allowLong, CancellationToken cancellation)
    {
        var file = Hdf5File.Open(Hdf5Bytes.Of(bytes));
        try
        {
            return Open(bytes, file, options, allowLong, cancellation);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static Hdf5Volume Open(ByteSource bytes, Hdf5File file, ImageReadOptions options, bool allowLong, CancellationToken cancellation)
    {
        Hdf5Dataset dataset = Hdf5Datasets.Choose(file, bytes.Path, options.Dataset, cancellation);
        DatasetInfo shown = Hdf5Datasets.InfoOf(dataset);
        if (!shown.IsImage)
        {
            throw FileErrors.Unsupported(bytes.Path, $"dataset {shown}, which is no image", "Name a numeric dataset of two axes or more.");
        }

        dataset.Prepare();
        dataset.RequireSource();

        // The letters are this module's own, beside a shape that alone could be read in more than one way.
        // Label volumes of earlier versions have classes and no letters; labels in colours always had both.
        string? letters = dataset.Text(Hdf5Provenance.Axes) ?? (dataset.Lengths.Count == 3 && dataset.Text(Hdf5Provenance.Classes) is not null ? "ZYX" : null);
        var axes = SliceAxes.Resolve(dataset.Lengths, letters, options, $"dataset '{dataset.Name}' in '{bytes.Path}'");
        IReadOnlyList<long> lengths = dataset.Lengths;
        Int128 pixels = (Int128)lengths[axes.Row] * lengths[axes.Column];
        long channels = axes.Channel < 0 ? 1 : lengths[axes.Channel];
        if (pixels > Array.MaxLength || lengths.Any(length => length > int.MaxValue))
        {
            throw FileErrors.Unsupported(bytes.Path, $"dataset {shown} with more than {Array.MaxLength} pixels in a slice", "Cut it into parts.");
        }

        dataset.RequireJustified(pixels * channels * dataset.Type.Size);
        VoxelSize? voxels = Hdf5Voxels.SizeOf(dataset, axes.Slice, axes.Row, axes.Column);
        var info = new ImageProbe(
            bytes.Path,
            "HDF5",
            dataset.Name,
            [.. lengths.Select(length => (int)length)],
            axes.Letters(lengths.Count),
            (int)lengths[axes.Row],
            (int)lengths[axes.Column],
            (int)channels,
            axes.Slice < 0 ? 1 : (int)lengths[axes.Slice],
            Hdf5Datasets.PixelTypeOf(dataset.Type) ?? (allowLong ? PixelType.Int32 : PixelType.Float64),
            voxels?.ToPixelSize())
        {
            VoxelSize = voxels,
        };
        IReadOnlyList<int> selected = SliceSelection.Resolve(options.Slices, info.SliceCount, bytes.Path);
        if (selected.Count > MostUnjustifiedSlices || dataset.IsVirtual)
        {
            // Slices that were never written are cheap to claim; a reader would not come to their end.
            dataset.RequireJustified((pixels * channels * dataset.Type.Size * selected.Count) - MostUnjustifiedBytes);
        }

        IReadOnlyList<string> others = dataset.SourceFiles();
        return new Hdf5Volume(bytes, file, dataset, axes, info, selected, cancellation)
        {
            Parts = others.Count == 0 ? null : new FileParts(others, name => Hdf5Bytes.Locate(bytes.Path, name)),
        };
    }

    /// <summary>The values of a slice of 64-bit integers.</summary>
    /// <exception cref="SegException">UnsupportedLabels for values of 2^63 and more.</exception>
    internal override long[] ReadLong(int slice)
    {
        SliceSelection.Check(slice, Info.SliceCount, Info.Path);
        return FileErrors.Guard(Info.Path, () => Hdf5Errors.Guard(Info.Path, () =>
        {
            // The bytes travel in a double plane of the same size and are taken over bit by bit.
            var planes = new PlaneSet(PixelType.Float64, Info.Height, Info.Width, 1);
            slab.Read(slice, planes, cancellation);
            long[] values = Array.ConvertAll((double[])planes.Planes[0], BitConverter.DoubleToInt64Bits);
            return dataset.Type.Kind == Hdf5ElementKind.SignedInteger || values.All(v => v >= 0)
                ? values
                : throw new SegException("UnsupportedLabels", SegErrorKind.InvalidData, $"Expected label values below 2^63, found greater ones in dataset '{dataset.Name}' of '{Info.Path}'.", "Renumber the labels.");
        }));
    }

    private protected override SegImage ReadCore(int slice) => Hdf5Errors.Guard(Info.Path, () =>
    {
        var planes = new PlaneSet(Info.PixelType, Info.Height, Info.Width, Info.Channels);
        slab.Read(slice, planes, cancellation);
        if (IsLong)
        {
            foreach (Array plane in planes.Planes)
            {
                LongIntegers.ToDoubles((double[])plane, dataset.Type.Kind == Hdf5ElementKind.SignedInteger, dataset.Name, Info.Path);
            }
        }

        return new SegImage(Info.Height, Info.Width, Info.PixelType, planes.Planes, SourceOf(slice), channelNames: null, Info.PixelSize);
    });

    private protected override void Close()
    {
        file.Dispose();
        bytes.Dispose();
    }
}
