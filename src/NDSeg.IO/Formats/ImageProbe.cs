using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>What a file holds, found without reading a pixel.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Format">TIFF, BigTIFF, HDF5, PNG or JPEG.</param>
/// <param name="Dataset">HDF5 dataset, or null.</param>
/// <param name="StoredShape">Lengths of the axes as stored, slowest first.</param>
/// <param name="StoredAxes">One letter per axis of <paramref name="StoredShape"/>: Z or T or Q slices, C channels, Y rows, X columns.</param>
/// <param name="Height">Rows of one slice.</param>
/// <param name="Width">Columns of one slice.</param>
/// <param name="Channels">Planes of one slice.</param>
/// <param name="SliceCount">Number of slices.</param>
/// <param name="PixelType">Sample type.</param>
/// <param name="PixelSize">Physical resolution, if the file gives one.</param>
public sealed record ImageProbe(
    string Path,
    string Format,
    string? Dataset,
    IReadOnlyList<int> StoredShape,
    string StoredAxes,
    int Height,
    int Width,
    int Channels,
    int SliceCount,
    PixelType PixelType,
    PixelSize? PixelSize)
{
    /// <summary>Distances between voxels, if the file gives that between slices too.</summary>
    public VoxelSize? VoxelSize { get; init; }
}
