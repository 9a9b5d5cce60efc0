using System.Collections.Concurrent;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.Jobs.Parts;
using NDSeg.Jobs.Plans;
using NDSeg.Jobs.Slurm;
using NDSeg.Models;
using NDSeg.Segmentation;

namespace NDSeg.Jobs;

/// <summary>
/// A volume to be labelled in parts, by processes and machines that share nothing but a folder: the plan, the model and what every
/// part has finished. Safe to use from several threads and several processes.
/// </summary>
public sealed partial class SegJob
{
    private readonly JobFolder folder;
    private readonly JobPlan plan;
    private readonly string id;
    private readonly Lazy<SegModel> model;
    private readonly Lazy<LabelVolumeParts> volume;
    private readonly ConcurrentDictionary<string, PartOwner> dead = new();

    private SegJob(JobFolder folder, JobPlan plan)
    {
        this.folder = folder;
        this.plan = plan;
        id = plan.Id();
        model = new Lazy<SegModel>(LoadModel);
        volume = new Lazy<LabelVolumeParts>(() => VolumeOf(model.Value));
    }

    /// <summary>Full path of the job's folder.</summary>
    public string Path => folder.Path;

    /// <summary>Full path of the label volume that the job makes.</summary>
    public string OutFile => plan.OutFile;

    /// <summary>Number of slices.</summary>
    public int SliceCount => plan.SliceCount;

    /// <summary>Rows of a slice.</summary>
    public int Height => plan.Height;

    /// <summary>Columns of a slice.</summary>
    public int Width => plan.Width;

    /// <summary>Number of parts; they are numbered from 0.</summary>
    public int Parts => plan.Parts.Count;

    /// <summary>2 where slices are computed one by one, 3 where each is computed with its neighbours.</summary>
    public int Dimensions => plan.Settings.Dimensions;

    /// <summary>Where slices are computed.</summary>
    public DeviceKind Device => plan.Settings.Device;

    /// <summary>SHA-256 of the model file, lower-case hexadecimal.</summary>
    public string ModelSha256 => plan.ModelSha256;

    /// <summary>The trained model.</summary>
    /// <exception cref="SegException">ModelChanged, FileNotFound, CorruptModel.</exception>
    public SegModel Model => model.Value;

    /// <summary>Estimated processor seconds of one slice, all threads together.</summary>
    public double CoreSecondsPerSlice => plan.Estimate.CoreSecondsPerSlice;

    /// <summary>The script that submits the job to Slurm; null where none was asked for.</summary>
    public string? Script => File.Exists(folder.Script) ? folder.Script : null;

    /// <summary>Estimated memory of a part in bytes.</summary>
    /// <param name="threads">Threads it works with.</param>
    public long EstimateMemory(int threads) => plan.Estimate.Memory(threads);

    /// <summary>Estimated time of the longest part.</summary>
    /// <param name="threads">Threads it works with.</param>
    public TimeSpan EstimateTime(int threads) => TimeSpan.FromSeconds(plan.Estimate.Seconds(plan.Parts.Max(p => p.Count), threads));

    /// <summary>Opens a job.</summary>
    /// <param name="path">Its folder.</param>
    /// <exception cref="SegException">JobNotFound, CorruptJob, NewerJob, JobVersionMismatch, FileNotReadable.</exception>
    public static SegJob Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var folder = new JobFolder(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        JobPlan plan = PlanFile.Read(folder);
        return plan.NDSeg == JobPlanner.Version
            ? new SegJob(folder, plan)
            : throw new SegException("JobVersionMismatch", SegErrorKind.InvalidState, $"Expected the job in '{folder.Path}' to be of NDSeg {JobPlanner.Version}, found one of {plan.NDSeg}: slices of two versions do not belong into one volume.", $"Import NDSeg {plan.NDSeg}, or plan the job again with New-SegJob -Force.");
    }

    /// <summary>Computes the slices of a part that are not there yet.</summary>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="engine">Where; of the kind the job was planned for.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    /// <param name="failed">Receives what is wrong with a slice that had to be left out, and its place in the volume.</param>
    /// <exception cref="SegException">PartOutOfRange, PartBusy, TargetExists, InputChanged, ModelChanged, FileNotFound, FileNotReadable, TargetNotWritable.</exception>
    public JobPart Run(int part, ISegEngine engine, RunOptions options, Action<SegException, int>? failed = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        RequirePart(part);
        if (IsSealed)
        {
            return Look(part, content: false, options.Cancellation) with { Seconds = 0 };
        }

        RequirePlace();
        SegModel trees = model.Value;
        Directory.CreateDirectory(folder.Parts);
        LabelVolumePart slices = null!;
        using PartClaim claim = Claim(part, () => slices = volume.Value.Open(folder.Part(part)), options);
        return new PartRun(folder, plan, id, part, volume.Value, trees, engine, options) { Failed = failed }.Run(slices);
    }

    /// <summary>Removes what a part has computed, so that it is computed again.</summary>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="options">Cancellation and log.</param>
    /// <exception cref="SegException">PartOutOfRange, PartBusy, TargetExists, TargetNotWritable.</exception>
    public void Reset(int part, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequirePart(part);
        if (IsSealed)
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected '{OutFile}' to be unfinished, found the whole volume.", "Plan the job again with New-SegJob -Force.");
        }

        RequirePlace();
        if (!Directory.Exists(folder.Part(part)))
        {
            return;
        }

        LabelVolumePart slices = null!;
        using PartClaim claim = Claim(part, () => slices = volume.Value.Open(folder.Part(part)), options);
        File.Delete(folder.Record(part));
        foreach (int slice in Enumerable.Range(plan.Parts[part].First, plan.Parts[part].Count))
        {
            slices.Remove(slice);
        }
    }

    /// <summary>
    /// Watches the owners of all these parts that are on other machines at the same time, so that nobody who takes one has to wait for each of
    /// the dead ones.
    /// </summary>
    /// <param name="parts">Numbers of the parts, from 0.</param>
    /// <param name="options">Cancellation and log.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Watch(IEnumerable<int> parts, RunOptions options)
        => OwnerWatch.Of(dead, options).Look(parts.Select(p => (p, folder.Owner(p))), PartOwner.Current());

    /// <summary>How far a part is.</summary>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="content">Whether the bytes of its slices are compared with what it wrote; else only their sizes.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">PartOutOfRange, FileNotReadable.</exception>
    public JobPart Look(int part, bool content, CancellationToken cancellation = default)
    {
        RequirePart(part);
        PartRange range = plan.Parts[part];
        IReadOnlyList<int> missing;
        PartState state;
        if (IsSealed)
        {
            missing = [];
            state = PartState.Finished;
        }
        else if (PartRecord.TryRead(folder, part, plan, id) is { } record)
        {
            missing = record.Differing(folder, volume.Value, content, cancellation);
            state = missing.Count == 0 ? PartState.Finished : PartState.Damaged;
        }
        else
        {
            IReadOnlyList<int> there = volume.Value.Present(folder.Part(part), Enumerable.Range(range.First, range.Count));
            missing = [.. Enumerable.Range(range.First, range.Count).Except(there)];
            state = there.Count == 0 ? PartState.Missing : PartState.Unfinished;
        }

        return new JobPart
        {
            Job = Path,
            Part = part,
            First = range.First,
            Last = range.Last,
            State = state,
            MissingSlices = missing,
            Owner = PartOwner.TryRead(folder.Owner(part))?.ToString(),
        };
    }

    /// <summary>Refuses a job whose copy of the model is no longer the one it was planned with.</summary>
    /// <exception cref="SegException">ModelChanged, FileNotFound, CorruptModel.</exception>
    public void RequireModel() => _ = model.Value;

    /// <summary>Part numbers as Slurm's <c>--array</c> and -Part take them, such as <c>3,7-9</c>.</summary>
    /// <param name="parts">Ascending numbers.</param>
    public static string Expression(IReadOnlyList<int> parts) => ArrayExpression.Of(parts);

    /// <summary>The command that computes parts again.</summary>
    /// <param name="parts">Ascending numbers.</param>
    public string Command(IReadOnlyList<int> parts) => Script is string script
        ? $"bash {ShellText.QuotedForBoth(script)} {Expression(parts)}"
        : $"Invoke-SegJob {ShellText.QuotedForPowerShell(Path)} -Part {Expression(parts)}";

    /// <summary>Folder and shape.</summary>
    public override string ToString() => $"{Path}: {SliceCount} slices of {Height} x {Width} in {Parts} parts";

    private LabelVolumeParts VolumeOf(SegModel trained) => new(OutFile, new LabelVolumeOptions
    {
        Fingerprint = id,
        Overwrite = plan.Overwrite,
        SliceCount = SliceCount,
        Dataset = plan.OutDataset,
        Sharded = plan.Sharded,
        PixelSize = plan.PixelSize,
        Classes = trained.Classes,
    });

    private PartClaim Claim(int part, Func<IDisposable> take, RunOptions options)
        => PartClaim.Take(take, folder.Owner(part), part, PartOwner.Current(), OwnerWatch.Of(dead, options));

    private SegModel LoadModel()
    {
        SegModel loaded = ModelFile.Load(folder.Model);
        return loaded.Sha256 == plan.ModelSha256
            ? loaded
            : throw new SegException("ModelChanged", SegErrorKind.InvalidState, $"Expected the model the job was planned with (SHA-256 {plan.ModelSha256[..Math.Min(12, plan.ModelSha256.Length)]}...) in '{folder.Model}', found another.", "Bring the model back, or plan the job again with New-SegJob -Force.");
    }

    /// <summary>Refuses a number that is no part.</summary>
    /// <param name="part">Number of a part, from 0.</param>
    /// <exception cref="SegException">PartOutOfRange.</exception>
    public void RequirePart(int part)
    {
        if (part < 0 || part >= Parts)
        {
            throw new SegException("PartOutOfRange", SegErrorKind.InvalidArgument, $"Expected a part between 0 and {Parts - 1}, found {part}.", "Count parts from 0.");
        }
    }
}
