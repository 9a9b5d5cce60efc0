using System.Globalization;
using NDSeg.Images;

namespace NDSeg.IO.Tiff;

/// <summary>The voxel size that a file names: in ImageJ's description, or in OME's.</summary>
internal static class TiffVoxels
{
    /// <summary>The size, or null where the file does not say how far slices are apart.</summary>
    public static VoxelSize? SizeOf(TiffPage first)
    {
        string? description = first.Description;
        return ImageJDescription.Is(description)
            ? VoxelSize.Of(first.Resolution()) ?? WithoutUnit(first, description!)
            : description is null ? null : OmeDescription.VoxelSizeOf(description);
    }

    // ImageJ counts in pixels where it knows no unit; how far slices are apart in them is what filters need.
    private static VoxelSize? WithoutUnit(TiffPage first, string description)
    {
        if (ImageJDescription.Text(description, "spacing") is not { } text
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double spacing)
            || !(spacing > 0 && double.IsFinite(spacing)))
        {
            return null;
        }

        PixelSize? size = first.Resolution();
        double height = size is null ? 1 : 1 / size.PixelsPerUnitY, width = size is null ? 1 : 1 / size.PixelsPerUnitX;
        return height > 0 && width > 0 && double.IsFinite(height) && double.IsFinite(width) ? new VoxelSize(spacing, height, width) : null;
    }
}
