using System.Text.Json;
using NDSeg.Jobs.Plans;

namespace NDSeg.Jobs.Parts;

/// <summary>Who works on a part.</summary>
/// <param name="Machine">Name of the machine.</param>
/// <param name="Boot">Identifies the running system of the machine; machines may share a name.</param>
/// <param name="Process">Number of the process.</param>
/// <param name="SlurmJob">Slurm's job and task, or null.</param>
/// <param name="Beat">Counts up while the owner is alive.</param>
internal sealed record PartOwner(string Machine, string Boot, int Process, string? SlurmJob, long Beat)
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>This process.</summary>
    public static PartOwner Current()
        => new(Environment.MachineName, File.Exists(BootFile) ? File.ReadAllText(BootFile).Trim() : Environment.MachineName, Environment.ProcessId, CurrentSlurmJob(), Beat: 0);

    /// <summary>Slurm's job and task of this process, or null.</summary>
    public static string? CurrentSlurmJob()
        => Environment.GetEnvironmentVariable("SLURM_ARRAY_JOB_ID") is { Length: > 0 } array
            ? $"{array}_{Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_ID")}"
            : Environment.GetEnvironmentVariable("SLURM_JOB_ID");

    /// <summary>The owner a file names; null where there is none or nothing makes sense.</summary>
    public static PartOwner? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PartOwner>(File.ReadAllBytes(path), PlanFile.Json) is { Machine: not null, Boot: not null } owner ? owner : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The content of the owner's file.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, PlanFile.Json);

    /// <summary>Machine, process, and job.</summary>
    public override string ToString() => SlurmJob is null ? $"process {Process} on {Machine}" : $"process {Process} on {Machine}, Slurm job {SlurmJob}";
}
