using NDSeg.IO.Formats;
using NDSeg.IO.Zarr.Arrays;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Nodes;

/// <summary>A folder of a Zarr hierarchy: an array, or a group that may be an image of several levels.</summary>
/// <param name="folder">Full path.</param>
/// <param name="name">Path from the input with <c>/</c>; empty for the input itself.</param>
internal sealed class ZarrNode(string folder, string name)
{
    private readonly Lazy<ArrayMetadata?> array = new(() => ArrayMetadata.Read(folder));
    private readonly Lazy<GroupAttributes> attributes = new(() => GroupAttributes.Read(folder));

    public string Folder => folder;

    public string Name => name;

    /// <summary>What the array is; null for a group.</summary>
    public ArrayMetadata? Array => array.Value;

    public GroupAttributes Attributes => attributes.Value;

    /// <summary>The image of several levels that a group is; null for others.</summary>
    public OmeImage? Image => Array is null ? Attributes.Image : null;

    /// <summary>The node of a path below this one; null where there is none.</summary>
    /// <param name="path">Names separated by <c>/</c>; names that could lead elsewhere are none.</param>
    public ZarrNode? Below(string path)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string place = folder;
        foreach (string part in names)
        {
            if (part is "." or ".." || part.AsSpan().ContainsAny('\\', ':', '\0'))
            {
                return null;
            }

            place = Path.Combine(place, part);
            if (new DirectoryInfo(place).LinkTarget is not null)
            {
                return null;
            }
        }

        return GroupFile.IsIn(place) ? new ZarrNode(place, string.Join('/', name.Length == 0 ? names : [name, .. names])) : null;
    }

    /// <summary>The array of a level; null where it is missing.</summary>
    public ZarrNode? Level(int level) => Image is { } image && Below(image.Levels[level]) is { Array: not null } node ? node : null;

    public DatasetInfo Info(ArrayMetadata metadata) => new(name, metadata.Shape, metadata.Type.Name, metadata.IsImage);
}
