using NDSeg.Images;

namespace NDSeg.Objects;

/// <summary>What counts as an object.</summary>
public sealed record ObjectOptions
{
    /// <summary>Which neighbours belong to one object.</summary>
    public ObjectConnectivity Connectivity { get; init; } = ObjectConnectivity.Full;

    /// <summary>Objects with fewer pixels are left out.</summary>
    public long MinimumPixels { get; init; } = 1;

    /// <summary>Indices 1..K of the classes whose objects are wanted; null for all.</summary>
    public IReadOnlyList<int>? ClassIndices { get; init; }

    /// <summary>Whether every slice is an image of its own; otherwise objects go on from slice to slice.</summary>
    public bool PerSlice { get; init; }

    /// <summary>Distances between the voxels of a volume; null takes what the slices say.</summary>
    public VoxelSize? VoxelSize { get; init; }

    /// <summary>Distance between slices in the unit of the pixel size; null takes what the file says.</summary>
    public double? SliceDistance { get; init; }
}
