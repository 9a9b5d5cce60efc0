using System.Management.Automation;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Draws images, label maps and overlays side by side into a PNG, SVG or PDF file.</summary>
/// <remarks>
/// <para>Every object is a panel: an image in grey, labels in the colours of their classes, a filter map or an uncertainty map in a
/// heat scale. With -Overlay labels are laid over the grey values of that image. A hashtable sets what holds for one panel only:
/// @{ Image = $image; Labels = $labels; Title = 'overlay'; Alpha = 0.5 }.</para>
/// <para>Label maps are shrunk by averaging their colours. Strokes are drawn thick enough to see. Legends with the share of every class stand
/// below label maps, and a scale bar in the picture where the file says how large a pixel is. SVG and PDF keep text and frames as
/// lines.</para>
/// <para>A volume is drawn as three sections through -Point, all in one scale whatever the distances between voxels are: a slice, right of
/// it the section along z and y, below it the one along x and z; lines show where they meet. It is read slice by slice. With -As Volume
/// the slices that come through the pipeline are drawn so, results of Invoke-SegApply and stacks of Get-SegFeatures too; slices that do not come
/// are missing in it, with a warning.</para>
/// <para>Figures look the same on every machine because their letters are lines of their own: ASCII, the letters of western Europe with their
/// marks, ß and ø, α β γ σ µ, ° ± × · ² ³ – — … and curved quotes. Any other character is a box with its code, with a warning.</para>
/// </remarks>
/// <example>
/// <code>$image = Import-SegImage slice.tif
/// $result = $image | Invoke-SegApply -Model model.ndseg
/// Export-SegFigure figure.png -Panel $image, $result -Title 'Slice', 'Labels' -Force</code>
/// <para>Slice and labels side by side.</para>
/// </example>
/// <example>
/// <code>$image = Import-SegImage slice.tif
/// $result = $image | Invoke-SegApply -Model model.ndseg -Uncertainty
/// Export-SegFigure detail.png -Panel $image, $result, @{ Image = $image; Segmentation = $result; Title = 'Overlay' }, @{ Segmentation = $result; Show = 'Margin' } -Crop 10, 50, 0, 40 -Columns 2 -Force</code>
/// <para>Four panels of rows 10 to 50, columns 0 to 40.</para>
/// </example>
/// <example>
/// <code>$phantom = New-SegPhantom -Depth 32 -Height 64 -Width 64 -VoxelSize 2, 1, 1
/// Export-SegFigure sections.png -Panel $phantom.Image, $phantom.Truth, @{ Image = $phantom.Image; Labels = $phantom.Truth } -Title Volume, Truth, Both -Point 12, 32, 32 -Force</code>
/// <para>Sections of a volume, of labels, and of both.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegFigure", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSegFigureCommand : FigureCommand
{
    /// <summary>The file to write; its ending says what it is: .png, .svg or .pdf.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file that was made to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void End()
    {
        string file = this.FileOf(Path);
        if (!ShouldProcess(file, "Write figure"))
        {
            return;
        }

        Draw(file, Force);
        if (PassThru)
        {
            WriteObject(WrittenFile.Of(this, file));
        }
    }
}
