using System.Management.Automation;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>A command that reads image files: which part of a file, and how its axes are meant.</summary>
public abstract class ImageFileCommand : PathCommand
{
    /// <summary>The HDF5 dataset to read, such as entry/data, or the path of an image, labels or an array below a Zarr folder, such as labels/cells. Not needed where there is one only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

    /// <summary>The resolution to read where a Zarr image is stored in several: 0, the default, is the full one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LevelCompleter))]
    [ValidateRange(0, 64)]
    public int? Level { get; set; }

    /// <summary>Slices to read, counted from 0: numbers and ranges such as 7, 3-9, 100-. All slices when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Slice { get; set; }

    /// <summary>The axis of the stored shape that counts slices, from 0; negative counts from the last axis.</summary>
    [Parameter]
    [ValidateRange(-8, 7)]
    public int? Axis { get; set; }

    /// <summary>The axis of the stored shape that counts channels (red, green, blue), from 0; negative counts from the last axis.</summary>
    [Parameter]
    [ValidateRange(-8, 7)]
    public int? ChannelAxis { get; set; }

    /// <summary>
    /// Volume gives all slices of a file as one volume in three dimensions, which reads them when they are needed; Slice, the default,
    /// one object per slice. Images of one slice each become one volume.
    /// </summary>
    [Parameter]
    public SliceView As { get; set; }

    /// <summary>
    /// Distances between slices, between rows and between columns (z, y, x) of a volume, such as 2.5, 1, 1, for all that is made of it.
    /// Default: what the file says. Only with -As Volume.
    /// </summary>
    [Parameter]
    [ValidateCount(3, 3)]
    public double[]? VoxelSize { get; set; }

    /// <summary>The unit of -VoxelSize, such as um. Without one the distances say how the axes compare, and nothing is measured in units.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VoxelUnit { get; set; }

    /// <summary>The voxel size that was given, or null.</summary>
    private protected VoxelSize? GivenVoxelSize => VoxelSizeArgument.Parse(VoxelSize, VoxelUnit);

    private protected override void Begin()
    {
        if (VoxelSize is not null && As != SliceView.Volume)
        {
            Terminate(new SegException("VoxelSizeNotApplicable", SegErrorKind.InvalidArgument, "Expected -VoxelSize with -As Volume, found it with single slices.", "Add -As Volume."));
        }

        _ = GivenVoxelSize;
    }

    private protected sealed override IReadOnlyList<string> FolderExtensions => ImageFolder.Extensions;
}
