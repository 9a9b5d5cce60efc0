using NDSeg.Images;

namespace NDSeg.IO.Tiff;

/// <summary>The voxel size that a file names: in ImageJ's description, or in OME's.</summary>
internal static class TiffVoxels
{
    /// <summary>The size, or null where the file does not say how far slices are apart.</summary>
    public static VoxelSize? SizeOf(TiffPage first)
    {
        string? description = first.Description;
        return ImageJDescription.Is(description) ? VoxelSize.Of(first.Resolution()) : description is null ? null : OmeDescription.VoxelSizeOf(description);
    }
}
