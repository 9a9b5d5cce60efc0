using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NDSeg.Storage;

namespace NDSeg.Jobs.Plans;

/// <summary>Reads and writes the plan of a job.</summary>
internal static class PlanFile
{
    private const long MostBytes = 256L << 20;

    /// <summary>How the files of a job are written.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes the plan.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public static void Write(JobFolder folder, JobPlan plan)
        => AtomicFile.Write(folder.Plan, overwrite: true, stream => JsonSerializer.Serialize(stream, plan, Json));

    /// <summary>Reads the plan, and checks what others rely on.</summary>
    /// <exception cref="SegException">JobNotFound, CorruptJob, NewerJob, FileNotReadable.</exception>
    public static JobPlan Read(JobFolder folder)
    {
        try
        {
            byte[] text = Bytes(folder.Plan);
            using (JsonDocument document = JsonDocument.Parse(text))
            {
                string? format = document.RootElement.TryGetProperty("format", out JsonElement f) ? f.GetString() : null;
                if (format != JobPlan.CurrentFormat)
                {
                    throw format?.StartsWith("ndseg-job-", StringComparison.Ordinal) == true
                        ? new SegException("NewerJob", SegErrorKind.NotSupported, $"Expected a job of the format '{JobPlan.CurrentFormat}', found '{format}' in '{folder.Plan}'.", "Use the version of NDSeg that planned it.")
                        : Corrupt(folder, "it names no format of a job");
                }
            }

            JobPlan plan = JsonSerializer.Deserialize<JobPlan>(text, Json) ?? throw Corrupt(folder, "it is empty");
            return IsSound(plan) ? plan : throw Corrupt(folder, "its slices and parts do not belong together");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw Corrupt(folder, e.Message, e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SegException("JobNotFound", SegErrorKind.NotFound, $"Expected a job in '{folder.Path}', found no plan.json there.", "Give the folder that New-SegJob -Path made.", cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{folder.Plan}': {e.Message}", "Check its permissions.", cause: e);
        }
    }

    private static byte[] Bytes(string path)
    {
        long length = new FileInfo(path).Length;
        return length <= MostBytes ? File.ReadAllBytes(path) : throw new JsonException($"Expected {MostBytes} bytes at most, found {length}.");
    }

    private static bool IsSound(JobPlan plan)
        => plan is { SliceCount: > 0, Height: > 0, Width: > 0, Settings.Dimensions: 2 or 3, Estimate.CoreSecondsPerSlice: >= 0, OutFile.Length: > 0, OutDataset.Length: > 0, ModelSha256.Length: > 0, NDSeg.Length: > 0 }
            && plan.Inputs is { Count: > 0 } inputs && inputs.All(i => i is { Path.Length: > 0, Count: > 0 } && IsSound(i))
            && Follow(inputs.Select(i => (i.First, i.First + (long)i.Count - 1)), plan.SliceCount)
            && plan.Extras is { } extras && extras.All(e => e is { Input.Path.Length: > 0 } && IsSound(e.Input) && e.Input.Count == (e.EverySlice ? 1 : plan.SliceCount))
            && plan.Parts is { Count: > 0 } parts && parts.All(p => p is not null)
            && Follow(parts.Select(p => (p.First, (long)p.Last)), plan.SliceCount);

    private static bool IsSound(JobInput input)
        => input.Stamp is { Sample: not null } && input.Members?.Any(string.IsNullOrEmpty) != true
            && input.Sources?.Any(s => s is not { Path.Length: > 0, Stamp.Sample: not null }) != true;

    // One range begins where the last one ended, and together they are all slices.
    private static bool Follow(IEnumerable<(int First, long Last)> ranges, int count)
    {
        long next = 0;
        foreach ((int first, long last) in ranges)
        {
            if (first != next || last < first)
            {
                return false;
            }

            next = last + 1;
        }

        return next == count;
    }

    private static SegException Corrupt(JobFolder folder, string detail, Exception? cause = null)
        => new("CorruptJob", SegErrorKind.InvalidData, $"Expected the plan of a job, found something else in '{folder.Plan}': {detail}", "Plan the job again with New-SegJob -Force.", cause: cause);
}
