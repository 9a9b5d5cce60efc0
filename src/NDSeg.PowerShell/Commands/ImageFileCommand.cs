using System.Management.Automation;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>A command that reads image files: which part of a file, and how its axes are meant.</summary>
public abstract class ImageFileCommand : PathCommand
{
    /// <summary>The HDF5 dataset to read, such as entry/data. Not needed when the file holds one image only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

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
