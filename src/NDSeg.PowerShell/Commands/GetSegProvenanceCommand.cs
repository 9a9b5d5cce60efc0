using System.Management.Automation;
using System.Text.Json;
using NDSeg.IO;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Reads the account of how label files were made.</summary>
/// <remarks>
/// <para>Export-SegLabels -Provenance keeps it beside the label file or in it. The object has the hashes of inputs and model, the
/// configuration of the maps, the steps with their settings, versions, device and seed: what is needed to make the labels again.
/// Where there is both a file beside the labels and an account within, the former is read: it also has the time, the slices that
/// are missing, and the hash of the label file. The property Embedded says whether there is one within.</para>
/// <para>The input of an HDF5 master is hashed with the files its dataset refers to: Input.Parts has a name and a hash for each,
/// an empty hash for one that was missing. What those files refer to in turn is not followed.</para>
/// </remarks>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels account.tif -Provenance Sidecar -Force
/// (Get-SegProvenance account.tif).Model.Sha256</code>
/// <para>The hash of the model that made a label file.</para>
/// </example>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg -Smooth 1 | Export-SegLabels within.tif -Provenance Embedded -Force
/// (Get-SegProvenance within.tif).Steps</code>
/// <para>The steps that led to a label file, from the account it carries.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SegProvenance", DefaultParameterSetName = PathSet)]
[OutputType(typeof(PSObject))]
public sealed class GetSegProvenanceCommand : PathCommand
{
    /// <summary>The dataset that holds the labels in an HDF5 file. Not needed when the file holds one image only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

    private protected override IReadOnlyList<string> FolderExtensions { get; } = [".tif", ".tiff", ".png", ".h5", ".hdf5"];

    private protected override void ProcessFile(string file)
    {
        string? within = null;
        string text = Run("Reading provenance", file, 0, options =>
        {
            string sidecar = file + ".json";
            within = ProvenanceReader.Read(file, Dataset, options.Cancellation);
            return (File.Exists(sidecar) ? File.ReadAllText(sidecar) : within)
                ?? throw new SegException("NoProvenance", SegErrorKind.NotFound, $"Expected provenance in '{file}' or in '{sidecar}', found none.", "Write labels with Export-SegLabels -Provenance Sidecar.");
        });
        PSObject account;
        try
        {
            using var document = JsonDocument.Parse(text);
            account = JsonValue.ToPSObject(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SegException("CorruptProvenance", SegErrorKind.InvalidData, $"Expected the provenance of '{file}' to be a JSON object, found something else: {e.Message}", "Write the labels again with -Provenance.", cause: e);
        }

        account.TypeNames.Insert(0, "NDSeg.Provenance");
        account.Properties.Add(new PSNoteProperty("Path", file));
        account.Properties.Add(new PSNoteProperty("Embedded", within is not null));
        WriteObject(account);
    }
}
