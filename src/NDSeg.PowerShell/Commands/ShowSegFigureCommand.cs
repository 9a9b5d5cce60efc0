using System.Management.Automation;
using NDSeg.PowerShell.Export;

namespace NDSeg.PowerShell.Commands;

/// <summary>Draws a figure as Export-SegFigure does and opens it in the viewer of the system.</summary>
/// <remarks>
/// <para>The picture is a PNG file in the folder for temporary files, which the system clears. Where NDSEG_VIEWER names a program, that is
/// started with the file instead. Where no program shows it the file goes again, except with -PassThru.</para>
/// <para>Figures look the same on every machine because their letters are lines of their own: ASCII, the letters of western Europe with their
/// marks, ß and ø, α β γ σ µ, ° ± × · ² ³ – — … and curved quotes. Any other character is a box with its code, with a warning.</para>
/// </remarks>
/// <example>
/// <code>$image = Import-SegImage slice.tif
/// Show-SegFigure $image, ($image | Invoke-SegApply -Model model.ndseg) -Title Slice, Labels -WhatIf</code>
/// <para>A slice and its labels on the screen.</para>
/// </example>
/// <example>
/// <code>Import-SegLabels truth.tif | Show-SegFigure -Palette Distinct -WhatIf</code>
/// <para>A label map in colours that everybody can tell apart.</para>
/// </example>
[Cmdlet(VerbsCommon.Show, "SegFigure", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ShowSegFigureCommand : FigureCommand
{
    /// <summary>Writes the file that was made to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void End()
    {
        string file = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ndseg-figure-{Guid.NewGuid():N}.png");
        if (!ShouldProcess(file, "Show figure"))
        {
            return;
        }

        Draw(file, overwrite: false);
        bool shown = Attempt(file, () => FigureViewer.Open(file));
        if (PassThru)
        {
            WriteObject(WrittenFile.Of(this, file));
        }
        else if (!shown)
        {
            File.Delete(file);
        }
    }
}
