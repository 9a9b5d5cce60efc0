using NDSeg.IO.Zarr.Nodes;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>What the slices of a label volume are: depth, or time where the image they belong to has only that.</summary>
internal static class SliceAxis
{
    /// <summary>The letter of the axis, as OME-Zarr names it.</summary>
    /// <param name="image">Folder of the image the labels belong to, or null.</param>
    /// <param name="count">Number of slices.</param>
    public static char LetterOf(string? image, int count)
    {
        try
        {
            return image is not null && count > 1 && IsTime(new ZarrNode(image, string.Empty), count) ? 't' : 'z';
        }
        catch (SegException)
        {
            // Labels that are finished are not lost for the sake of an image whose metadata make no sense.
            return 'z';
        }
    }

    private static bool IsTime(ZarrNode image, int count)
    {
        if (image.Image is not { } ome || image.Level(0)?.Array is not { } full || full.Shape.Length != ome.Letters.Length)
        {
            return false;
        }

        long Length(char letter) => ome.Letters.IndexOf(letter, StringComparison.Ordinal) is int axis and >= 0 ? full.Shape[axis] : 1;
        return Length('T') == count && Length('Z') == 1;
    }
}
