using System.Management.Automation;
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

    private protected sealed override IReadOnlyList<string> FolderExtensions => ImageFolder.Extensions;
}
