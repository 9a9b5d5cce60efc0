using System.Security.Cryptography;
using System.Text.Json;
using NDSeg.Images;

namespace NDSeg.Jobs.Plans;

/// <summary>What a job computes, from what, and in which parts. Written once; every part and the merge read it.</summary>
internal sealed record JobPlan
{
    /// <summary>The format this version writes.</summary>
    public const string CurrentFormat = "ndseg-job-1";

    /// <summary>Format of the plan.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary>The module's version, which every part must have.</summary>
    public required string NDSeg { get; init; }

    /// <summary>When the job was planned.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The files, in the order of their slices.</summary>
    public required IReadOnlyList<JobInput> Inputs { get; init; }

    /// <summary>The extra channels, in the order of the model's maps.</summary>
    public IReadOnlyList<JobExtra> Extras { get; init; } = [];

    /// <summary>Hash of the model, of which the job folder keeps a copy.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>How the model is applied.</summary>
    public required JobSettings Settings { get; init; }

    /// <summary>Full path of the label volume.</summary>
    public required string OutFile { get; init; }

    /// <summary>Name of its dataset, in formats that have some.</summary>
    public required string OutDataset { get; init; }

    /// <summary>Whether the volume that stood there when the job was planned is replaced, and what an earlier computation left of it.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The volume that stood there when the job was planned; null for none. Another one is not replaced unasked.</summary>
    public FileStamp? Replaces { get; init; }

    /// <summary>Whether a Zarr volume has one file per slice and resolution.</summary>
    public bool Sharded { get; init; }

    /// <summary>Physical resolution of the first slice, which the volume takes over.</summary>
    public PixelSize? PixelSize { get; init; }

    /// <summary>Number of slices.</summary>
    public required int SliceCount { get; init; }

    /// <summary>Rows of a slice.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of a slice.</summary>
    public required int Width { get; init; }

    /// <summary>The parts.</summary>
    public required IReadOnlyList<PartRange> Parts { get; init; }

    /// <summary>What a slice takes.</summary>
    public required JobEstimate Estimate { get; init; }

    /// <summary>
    /// Identifies what a slice is computed from and which part it belongs to: slices that were begun under another plan are not
    /// continued. Where the files lie is no part of it.
    /// </summary>
    public string Id() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Format,
            NDSeg,
            Inputs = Inputs.Select(Content),
            Extras = Extras.Select(e => new { e.EverySlice, Input = Content(e.Input) }),
            ModelSha256,
            Settings,
            SliceCount,
            Parts,
            Sharded,
        })));

    private static object Content(JobInput i) => new { i.Dataset, i.Slices, i.Axis, i.ChannelAxis, i.Level, i.First, i.Count, i.Stamp.Bytes, i.Stamp.Sample, i.Stamp.Sha256, Sources = i.Sources?.Select(s => new { s.Stamp.Bytes, s.Stamp.Sample, s.Stamp.Sha256 }) };

    /// <summary>The part a slice belongs to.</summary>
    /// <param name="slice">Place in the volume.</param>
    public int PartOf(int slice)
    {
        int low = 0, high = Parts.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (slice > Parts[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The input a slice is read from.</summary>
    /// <param name="slice">Place in the volume.</param>
    public JobInput InputOf(int slice) => Inputs.Last(i => i.First <= slice);
}
