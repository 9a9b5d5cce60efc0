using NDSeg.Hdf5;
using NDSeg.Images;

namespace NDSeg.IO.Hdf5;

/// <summary>The voxel size that a dataset names.</summary>
internal static class Hdf5Voxels
{
    // What ImageJ's HDF5 plugin and ilastik write: micrometres, one number per axis of space in the order of storage.
    private const string ElementSize = "element_size_um";

    /// <summary>The size, or null where there is none that fits the axes.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="slice">Axis of slices, or -1.</param>
    /// <param name="row">Axis of rows.</param>
    /// <param name="column">Axis of columns.</param>
    public static VoxelSize? SizeOf(Hdf5Dataset dataset, int slice, int row, int column)
    {
        if (slice < 0 || dataset.Numbers(ElementSize) is not double[] sizes)
        {
            return null;
        }

        int rank = dataset.Lengths.Count;
        int[] space = [.. Enumerable.Range(0, rank).Where(a => sizes.Length == rank || a == slice || a == row || a == column)];
        double Size(int axis) => sizes[Array.IndexOf(space, axis)];
        return space.Length == sizes.Length && sizes.All(s => s > 0 && double.IsFinite(s))
            ? new VoxelSize(Size(slice), Size(row), Size(column), "\u00B5m")
            : null;
    }
}
