using System.Management.Automation;
using NDSeg.IO;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Training;

namespace NDSeg.PowerShell.Commands;

/// <summary>Reads training tables that Export-SegTrainingData wrote.</summary>
/// <remarks>
/// <para>The content decides whether a file is CSV or NPZ. Every number, class, name, colour, pixel position and the configuration of
/// the maps come back as they were, so that training gives the model that the table itself gives. Rows may have been taken out or
/// added by other programs; the description (first line of a .csv, array "description" of an .npz) and the columns stay as they
/// are. Damaged and foreign files are errors that say so.</para>
/// </remarks>
/// <example>
/// <code>$table = Import-SegTrainingData table.npz
/// New-SegModel | Invoke-SegTraining -TrainingData $table</code>
/// <para>Trains on a table from a file.</para>
/// </example>
/// <example>
/// <code>$tables = Import-SegTrainingData table*.npz
/// New-SegModel MixedForest | Invoke-SegTraining -TrainingData $tables</code>
/// <para>Trains on all tables of a folder.</para>
/// </example>
[Cmdlet(VerbsData.Import, "SegTrainingData", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SegTrainingData))]
public sealed class ImportSegTrainingDataCommand : PathCommand
{
    private protected override IReadOnlyList<string> FolderExtensions => TrainingDataFormats.Extensions;

    private protected override void ProcessFile(string file)
    {
        SegTrainingData data = Run("Reading training data", file, 0, options => TrainingDataReader.Read(file, options.Cancellation));
        Verbose($"{file}: {data}, {Elapsed.TotalSeconds:0.000} s");
        WriteObject(data);
    }
}
