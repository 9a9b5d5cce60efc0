using System.Numerics;
using System.Runtime.InteropServices;
using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Hdf5;

/// <summary>Label maps, label volumes and planes as one chunked, deflated dataset.</summary>
internal sealed class Hdf5Writer : ILabelFormat, IPlaneFormat, IPlaneVolumeFormat, ILabelVolumeFormat
{
    /// <summary>Writes a dataset of a shape whose element type is known at last.</summary>
    private interface IDatasetWork
    {
        void Run<T>()
            where T : unmanaged;
    }

    /// <summary>Every sample type of labels has its dataset; colours become planes of red, green and blue.</summary>
    public void Require(LabelSampleType type)
    {
    }

    public void Require(LabelSampleType type, string target)
    {
        if (type.Samples != 1)
        {
            throw new SegException("UnsupportedLabels", SegErrorKind.NotSupported, $"Expected indexed labels for an HDF5 volume, found colours for '{target}'.", "Write a TIFF volume.");
        }
    }

    public void Write(OutputTarget target, LabelRaster labels, LabelWriteOptions options, CancellationToken cancellation)
        => target.WriteFile(stream =>
        {
            if (labels.Type.Samples == 3)
            {
                WriteColors(stream, labels, options, cancellation);
            }
            else
            {
                ByType(labels.Type, new LabelWork(stream, labels, options, cancellation));
            }
        });

    /// <summary>Z x H x W.</summary>
    public void Write(OutputTarget target, FinishedSlices slices, LabelVolumeOptions options, CancellationToken cancellation)
        => target.WriteFile(stream => ByType(slices.Type, new VolumeWork(stream, slices, options, cancellation)));

    /// <summary>C x H x W, or H x W for a single plane; the names are an attribute.</summary>
    public void Write(OutputTarget target, int height, int width, IReadOnlyList<Array> planes, PlaneWriteOptions options, CancellationToken cancellation)
    {
        ulong[] shape = planes.Count == 1 ? [(ulong)height, (ulong)width] : [(ulong)planes.Count, (ulong)height, (ulong)width];
        WritePlanes(target, shape, Hdf5Provenance.Attributes(options.Provenance, axes: planes.Count == 1 ? null : "CYX"), planes, options, cancellation);
    }

    /// <summary>Z x C x H x W, or Z x H x W for a single plane; the names are an attribute.</summary>
    public void Write(OutputTarget target, PlaneVolumeShape shape, IEnumerable<IReadOnlyList<Array>> slices, PlaneWriteOptions options, CancellationToken cancellation)
    {
        ulong[] lengths = shape.Planes == 1
            ? [(ulong)shape.Slices, (ulong)shape.Height, (ulong)shape.Width]
            : [(ulong)shape.Slices, (ulong)shape.Planes, (ulong)shape.Height, (ulong)shape.Width];
        var attributes = Hdf5Provenance.Attributes(options.Provenance, axes: shape.Planes == 1 ? "ZYX" : "ZCYX");
        Hdf5Voxels.Describe(attributes, VoxelSize.Of(options.PixelSize));
        WritePlanes(target, lengths, attributes, slices.SelectMany(planes => planes), options, cancellation);
    }

    private static void WritePlanes(OutputTarget target, ulong[] shape, Dictionary<string, object> attributes, IEnumerable<Array> planes, PlaneWriteOptions options, CancellationToken cancellation)
        => target.WriteFile(stream =>
        {
            if (options.Names is not null)
            {
                attributes["names"] = options.Names.ToArray();
            }

            options.Type.Visit<PlaneWork, bool>(new PlaneWork(stream, options.Dataset, shape, attributes, planes, cancellation));
        });

    private static void ByType(LabelSampleType type, IDatasetWork work)
    {
        switch (type.Bits, type.IsSigned)
        {
            case (8, _): work.Run<byte>(); break;
            case (16, false): work.Run<ushort>(); break;
            case (16, true): work.Run<short>(); break;
            case (_, false): work.Run<uint>(); break;
            default: work.Run<int>(); break;
        }
    }

    /// <summary>3 x H x W.</summary>
    private static void WriteColors(Stream stream, LabelRaster labels, LabelWriteOptions options, CancellationToken cancellation)
    {
        using var output = new Hdf5Output<byte>(stream, options.Dataset, [3, (ulong)labels.Height, (ulong)labels.Width], Hdf5Provenance.Attributes(options.Provenance, labels.ClassTable, "CYX"));
        for (int c = 0; c < 3; c++)
        {
            int channel = c;
            output.WriteSlice(c, (row, rows, target) => FillChannel(labels, row, rows, channel, target), cancellation);
        }
    }

    private static void FillChannel(LabelRaster labels, int row, int rows, int channel, byte[] target)
    {
        var interleaved = new byte[rows * labels.RowBytes];
        labels.Fill(row, rows, interleaved);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = interleaved[(3 * i) + channel];
        }
    }

    private sealed class LabelWork(Stream stream, LabelRaster labels, LabelWriteOptions options, CancellationToken cancellation) : IDatasetWork
    {
        public void Run<T>()
            where T : unmanaged
        {
            using var output = new Hdf5Output<T>(stream, options.Dataset, [(ulong)labels.Height, (ulong)labels.Width], Hdf5Provenance.Attributes(options.Provenance, labels.ClassTable));
            output.WriteSlice(0, (row, rows, target) => labels.Fill(row, rows, MemoryMarshal.AsBytes(target.AsSpan())), cancellation);
        }
    }

    private readonly struct PlaneWork(Stream stream, string dataset, ulong[] shape, Dictionary<string, object> attributes, IEnumerable<Array> planes, CancellationToken cancellation) : IPixelVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            int width = (int)shape[^1];
            using var output = new Hdf5Output<T>(stream, dataset, shape, attributes);
            int number = 0;
            foreach (Array plane in planes)
            {
                var samples = (T[])plane;
                output.WriteSlice(number++, (row, rows, rowTarget) => samples.AsSpan(row * width, rows * width).CopyTo(rowTarget), cancellation);
            }

            return true;
        }
    }

    private sealed class VolumeWork(Stream stream, FinishedSlices slices, LabelVolumeOptions options, CancellationToken cancellation) : IDatasetWork
    {
        public void Run<T>()
            where T : unmanaged
        {
            ulong[] shape = [(ulong)slices.Count, (ulong)slices.Height, (ulong)slices.Width];
            var attributes = Hdf5Provenance.Attributes(options.Provenance, options.Classes is null ? null : ClassTable.Write(options.Classes), "ZYX");
            Hdf5Voxels.Describe(attributes, VoxelSize.Of(slices.PixelSize));
            using var output = new Hdf5Output<T>(stream, options.Dataset, shape, attributes);
            int rowBytes = slices.Width * slices.Type.BytesPerPixel;
            for (int slice = 0; slice < slices.Count; slice++)
            {
                byte[] samples = slices.Samples(slice, cancellation);
                output.WriteSlice(slice, (row, rows, target) => samples.AsSpan(row * rowBytes, rows * rowBytes).CopyTo(MemoryMarshal.AsBytes(target.AsSpan())), cancellation);
            }
        }
    }
}
