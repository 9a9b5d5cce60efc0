using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>
/// Three sections of a volume through one point: a slice, right of it the section along its rows, below it the one along its columns. All
/// have one scale, whatever the distances between voxels are. Made by <see cref="SectionBuilder"/>.
/// </summary>
/// <param name="Slice">The slice, y down, x to the right.</param>
/// <param name="Below">The section at the point's row, z down, x to the right.</param>
/// <param name="Right">The section at the point's column, y down, z to the right.</param>
/// <param name="Point">Where they meet.</param>
public sealed record SectionsPanel(FigurePanel Slice, FigurePanel Below, FigurePanel Right, SectionPoint Point) : FigurePanel
{
    /// <summary>Distances between voxels; null where they are not known, and then taken for equal.</summary>
    public VoxelSize? VoxelSize { get; init; }

    /// <summary>Whether lines in every section show where the others are.</summary>
    public bool Lines { get; init; } = true;

    /// <summary>Whether the classes are listed below the picture with their share of the volume.</summary>
    public bool Legend { get; init; }

    /// <summary>Classes of the volume, for the legend.</summary>
    public IReadOnlyList<SegClass> Classes { get; init; } = [];

    /// <summary>Voxels of every class of the volume, that of the unlabelled first.</summary>
    public IReadOnlyList<long> Counts { get; init; } = [];
}
