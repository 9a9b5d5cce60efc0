using System.Text.Json;
using NDSeg.IO;
using NDSeg.Jobs.Plans;
using NDSeg.Storage;

namespace NDSeg.Jobs.Parts;

/// <summary>What a finished part says of itself: the hash of every slice it wrote, and what they took.</summary>
internal sealed record PartRecord
{
    private const long MostBytes = 256L << 20;

    /// <summary>Identifies the plan, <see cref="JobPlan.Id"/>.</summary>
    public required string Plan { get; init; }

    /// <summary>Number of the part.</summary>
    public required int Part { get; init; }

    /// <summary>The slices, in order.</summary>
    public required IReadOnlyList<SliceRecord> Slices { get; init; }

    /// <summary>What the run that finished the part took; earlier runs of it are not in it.</summary>
    public required PartCost Cost { get; init; }

    /// <summary>The record of a part that was finished under this plan, or null.</summary>
    public static PartRecord? TryRead(JobFolder folder, int part, JobPlan plan, string id)
    {
        string path = folder.Record(part);
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MostBytes)
            {
                return null;
            }

            PartRecord? record = JsonSerializer.Deserialize<PartRecord>(File.ReadAllBytes(path), PlanFile.Json);
            PartRange range = plan.Parts[part];
            return record is { Slices: not null } && record.Plan == id && record.Part == part
                && record.Slices.All(s => s?.Sha256 is not null) && record.Slices.Select(s => s.Slice).SequenceEqual(Enumerable.Range(range.First, range.Count)) ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public void Write(JobFolder folder) => AtomicFile.Write(folder.Record(Part), overwrite: true, stream => JsonSerializer.Serialize(stream, this, PlanFile.Json));

    /// <summary>The slices whose file is missing or is not what the part wrote.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="volume">The volume that the parts write.</param>
    /// <param name="content">Whether the bytes are read; else only sizes are compared.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    public IReadOnlyList<int> Differing(JobFolder folder, LabelVolumeParts volume, bool content, CancellationToken cancellation)
        => [.. Slices.Zip(volume.Describe(folder.Part(Part), Slices.Select(s => s.Slice), content, cancellation), (written, found) => (written, found))
            .Where(s => s.found?.Bytes != s.written.Bytes || (content && s.found.Sha256 != s.written.Sha256))
            .Select(s => s.written.Slice)];
}
