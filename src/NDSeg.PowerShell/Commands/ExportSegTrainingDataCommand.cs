using System.Management.Automation;
using NDSeg.IO;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Training;

namespace NDSeg.PowerShell.Commands;

/// <summary>Writes a training table to a CSV or NPZ file, without loss.</summary>
/// <remarks>
/// <para>A .csv file has a first line that describes maps, classes and files (it begins with "# ndseg-training"), a line of column names, and a
/// line per labelled pixel: image, row, column, class (the value in label files), class_name, and its maps. Import-Csv skips the
/// first line, pandas with skiprows=1. Names that a spreadsheet would take for a formula have an apostrophe in front.</para>
/// <para>A .npz file has the arrays "values" (N x F, float32), "labels" (class values), "images", "rows", "columns", "names",
/// "class_values", "class_names" and "description" for numpy.load.</para>
/// <para>Import-SegTrainingData reads both back: a model trained on what was read has the bytes of one trained on the table itself, and can
/// be applied to images. Rows may be taken out or added meanwhile. Files are complete or absent; the same table gives the same bytes.</para>
/// </remarks>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// Get-SegTrainingData -Features $features -Labels strokes.tif | Export-SegTrainingData table.npz -Force</code>
/// <para>The training matrix of one slice, for numpy and scikit-learn.</para>
/// </example>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// Get-SegTrainingData -Features $features -Labels strokes.tif | Export-SegTrainingData table.csv -Provenance Sidecar -Force
/// Import-Csv table.csv | Group-Object class_name -NoElement</code>
/// <para>A table for people, with an account of it beside it, and the number of pixels of every class.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegTrainingData", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSegTrainingDataCommand : SegCommand
{
    private bool written;

    /// <summary>The file to write; the extension gives the format: .csv or .npz.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The table, from Get-SegTrainingData.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SegTrainingData TrainingData { get; set; } = null!;

    /// <summary>
    /// Sidecar also keeps an account of the table in a JSON file beside it, with pixels per class, hash and time. An account of maps, classes
    /// and files is always in the file itself, which is what Embedded asks for: it changes nothing, and Both is Sidecar.
    /// </summary>
    [Parameter]
    public ProvenanceMode Provenance { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file that was made to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        SegTrainingData data = TrainingData;
        string file = this.FileOf(Path);
        if (written)
        {
            throw new SegException("SeveralResultsOneFile", SegErrorKind.InvalidArgument, $"Expected one training table for '{file}', found another.", "Export them one by one, each under its own name; Invoke-SegTraining takes several tables.");
        }

        if (!ShouldProcess(file, "Write training data"))
        {
            return;
        }

        written = true;
        Run("Writing training data", file, 0, options =>
        {
            TrainingDataWriter.Write(file, data, Force, options.Cancellation);
            if (Provenance.HasFlag(ProvenanceMode.Sidecar))
            {
                TrainingDataAccount.Write(file, data, Force, options.Cancellation);
            }

            return true;
        });
        Verbose($"{file}: {data}, {Elapsed.TotalSeconds:0.000} s");
        if (PassThru)
        {
            WriteObject(WrittenFile.Of(this, file));
        }
    }
}
