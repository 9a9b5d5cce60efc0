using System.Text.Json;
using NDSeg.Storage;

namespace NDSeg.Jobs.Plans;

/// <summary>
/// What a job knows of its finished volume where the parts wrote that into place: from then on nothing of them is left to look at.
/// </summary>
internal sealed record JobSeal
{
    // Of either version of Zarr.
    private static readonly string[] GroupFiles = ["zarr.json", ".zattrs"];

    /// <summary>Identifies the plan, <see cref="JobPlan.Id"/>.</summary>
    public required string Plan { get; init; }

    /// <summary>The finished volume.</summary>
    public required FileStamp Volume { get; init; }

    /// <summary>The slices that were filled with 0, by their places in the volume.</summary>
    public IReadOnlyList<int> Missing { get; init; } = [];

    /// <summary>What tells a volume from another of its name: a file, or the metadata of a group, which is written once; null where none stands.</summary>
    /// <param name="volume">Full path of the volume.</param>
    /// <exception cref="SegException">FileNotReadable.</exception>
    public static FileStamp? StampOf(string volume)
    {
        IEnumerable<string> files = Directory.Exists(volume) ? GroupFiles.Select(name => Path.Combine(volume, name)) : [volume];
        return files.FirstOrDefault(File.Exists) is { } file ? FileStamp.Of(file, whole: false, CancellationToken.None) : null;
    }

    /// <summary>The seal of a volume that stands as it was finished under this plan, or null.</summary>
    /// <exception cref="SegException">FileNotReadable.</exception>
    public static JobSeal? TryRead(JobFolder folder, JobPlan plan, string id)
    {
        try
        {
            return File.Exists(folder.Seal) && JsonSerializer.Deserialize<JobSeal>(File.ReadAllBytes(folder.Seal), PlanFile.Json) is { Volume: not null, Missing: not null } seal
                && seal.Plan == id && seal.Volume == StampOf(plan.OutFile) ? seal : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{folder.Seal}': {e.Message}", "Check its permissions.", cause: e);
        }
    }

    /// <summary>Writes the seal.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public void Write(JobFolder folder) => AtomicFile.Write(folder.Seal, overwrite: true, stream => JsonSerializer.Serialize(stream, this, PlanFile.Json));
}
