using System.Management.Automation;
using NDSeg.Models;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Writes a trained model to a file.</summary>
/// <remarks>
/// <para>A .ndseg file is a zip of the model's description (configuration, maps, classes, parameters, seed, hashes of the
/// training files) and its trees; XGBoost models are stored in XGBoost's own JSON. The same model gives the same bytes. The file
/// is complete or absent.</para>
/// </remarks>
/// <example>
/// <code>Import-SegModel model.ndseg | Export-SegModel copy.ndseg -Force</code>
/// <para>Writes a model.</para>
/// </example>
/// <example>
/// <code>Import-SegModel model.ndseg | Export-SegModel copy.ndseg -WhatIf</code>
/// <para>Says what would be written.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegModel", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSegModelCommand : SegCommand
{
    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The trained model.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SegModel Model { get; set; } = null!;

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file that was made to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        SegModel model = Model;
        model.RequireTrained();
        string file = this.FileOf(Path);
        if (!ShouldProcess(file, "Write model"))
        {
            return;
        }

        Run("Writing model", file, 0, _ =>
        {
            ModelFile.Save(file, model, Force);
            return true;
        });
        Verbose($"{file}: {model}");
        if (PassThru)
        {
            WriteObject(WrittenFile.Of(this, file));
        }
    }
}
