using NDSeg.Hdf5;
using NDSeg.Images;

namespace NDSeg.IO.Hdf5;

/// <summary>The voxel size that a dataset names.</summary>
internal static class Hdf5Voxels
{
    // What ImageJ's HDF5 plugin and ilastik read and write: micrometres, one number per axis of space in the order of storage.
    private const string ElementSize = "element_size_um";

    // This module's own, in the same order, for what cannot be said in micrometres; the unit is left out where none is known.
    private const string OwnSize = "ndseg-voxel-size";
    private const string OwnUnit = "ndseg-voxel-unit";

    /// <summary>The size, or null where there is none that fits the axes.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="slice">Axis of slices, or -1.</param>
    /// <param name="row">Axis of rows.</param>
    /// <param name="column">Axis of columns.</param>
    public static VoxelSize? SizeOf(Hdf5Dataset dataset, int slice, int row, int column)
    {
        double[]? own = dataset.Numbers(ElementSize) is null ? dataset.Numbers(OwnSize) : null;
        if (slice < 0 || (own ?? dataset.Numbers(ElementSize)) is not double[] sizes)
        {
            return null;
        }

        int rank = dataset.Lengths.Count;
        int[] space = [.. Enumerable.Range(0, rank).Where(a => sizes.Length == rank || a == slice || a == row || a == column)];
        double Size(int axis) => sizes[Array.IndexOf(space, axis)];
        return space.Length == sizes.Length && sizes.All(s => s > 0 && double.IsFinite(s))
            ? new VoxelSize(Size(slice), Size(row), Size(column), own is null ? "\u00B5m" : dataset.Text(OwnUnit))
            : null;
    }

    /// <summary>Says the size in the attributes of a dataset whose axes of space are slices, rows and columns.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="size">The size; null where it is not known.</param>
    public static void Describe(Dictionary<string, object> attributes, VoxelSize? size)
    {
        if (size is null)
        {
            return;
        }

        double? factor = MicrometresPer(size.Unit);
        double scale = factor ?? 1;
        attributes[factor is null ? OwnSize : ElementSize] = new[] { size.Z * scale, size.Y * scale, size.X * scale };
        if (factor is null && size.Unit is not null)
        {
            attributes[OwnUnit] = size.Unit;
        }
    }

    private static double? MicrometresPer(string? unit) => unit switch
    {
        "\u00B5m" or "\u03BCm" or "um" or "micron" => 1,
        "nm" => 1e-3,
        "mm" => 1e3,
        "cm" => 1e4,
        "m" => 1e6,
        "inch" => 25400,
        _ => null,
    };
}
