using System.Management.Automation;
using NDSeg.Models;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Reads trained models from files.</summary>
/// <remarks>
/// <para>Loading runs no code, checks every bound, and never needs the training data. A file that was damaged and a file of a newer
/// format are errors that say so.</para>
/// </remarks>
/// <example>
/// <code>$model = Import-SegModel model.ndseg</code>
/// <para>Reads a model.</para>
/// </example>
/// <example>
/// <code>Import-SegModel *.ndseg | Get-SegFeatureImportance -First 3</code>
/// <para>The three most useful maps of every model in the folder.</para>
/// </example>
[Cmdlet(VerbsData.Import, "SegModel", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SegModel))]
public sealed class ImportSegModelCommand : PathCommand
{
    private protected override IReadOnlyList<string> FolderExtensions => [".ndseg"];

    private protected override void ProcessFile(string file)
    {
        SegModel model = Run("Reading model", file, 0, _ => ModelFile.Load(file));
        Verbose($"{file}: {model}, seed {model.Parameters.Seed}");
        WriteObject(model);
    }
}
