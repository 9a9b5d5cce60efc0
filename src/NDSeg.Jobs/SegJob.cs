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

    /// <summary>Plans a job and writes its folder.</summary>
    /// <param name="path">The folder, made where it is missing.</param>
    /// <param name="request">What it shall compute.</param>
    /// <param name="engine">Where; one slice is computed to see what it takes.</param>
    /// <param name="slurm">What to ask Slurm for; null for no script.</param>
    /// <param name="options">Cancellation and progress.</param>
    /// <exception cref="SegException">
    /// JobExists, JobFolderInUse, PartBusy, TargetIsInput, TargetExists, UnknownFormat, ModelNotTrained, TooManyParts, VolumeShapeMismatch, InvalidSlurmOption, TargetNotWritable;
    /// what opening and reading the files and applying the model throws.
    /// </exception>
    public static SegJob Create(string path, JobRequest request, ISegEngine engine, SlurmOptions? slurm, RunOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        var folder = new JobFolder(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        RequireFree(folder, request.Overwrite);
        JobPlan plan = new JobPlanner(request, engine, options).Make();
        var job = new SegJob(folder, plan);
        job.Write(request.Model, slurm);
        return job;
    }

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
    /// <exception cref="SegException">PartOutOfRange, PartBusy, InputChanged, ModelChanged, FileNotFound, FileNotReadable, TargetNotWritable.</exception>
    public JobPart Run(int part, ISegEngine engine, RunOptions options, Action<SegException, int>? failed = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        RequirePart(part);
        SegModel trees = model.Value;
        Directory.CreateDirectory(folder.Parts);
        using var claim = PartClaim.Take(
            () => volume.Value.Open(folder.Part(part)),
            folder.Owner(part),
            part,
            PartOwner.Current(),
            () => options.Cancellation.WaitHandle.WaitOne(PartClaim.BeatTime),
            options.Log);
        return new PartRun(folder, plan, id, part, volume.Value, trees, engine, options) { Failed = failed }.Run(claim.Slices);
    }

    /// <summary>Removes what a part has computed, so that it is computed again.</summary>
    /// <param name="part">Number of the part, from 0.</param>
    /// <exception cref="SegException">PartOutOfRange, PartBusy, TargetNotWritable.</exception>
    public void Reset(int part)
    {
        RequirePart(part);
        JobCleaner.Clear(folder, part, volume.Value, Enumerable.Range(plan.Parts[part].First, plan.Parts[part].Count));
    }

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
        if (PartRecord.TryRead(folder, part, plan, id) is { } record)
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

    /// <summary>Joins the parts to the one volume.</summary>
    /// <param name="missing">The slices to fill with 0; every other one must be there.</param>
    /// <param name="overwrite">Whether an existing volume is replaced.</param>
    /// <param name="provenance">JSON kept in the volume; null for none.</param>
    /// <param name="cancellation">Ends the joining early; no file is left.</param>
    /// <exception cref="SegException">VolumeIncomplete, VolumeShapeMismatch, ModelChanged, TargetExists, TargetNotWritable.</exception>
    public void Join(IReadOnlyCollection<int> missing, bool overwrite, string? provenance, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(missing);
        volume.Value.Join(slice => folder.Part(plan.PartOf(slice)), missing.ToHashSet(), overwrite, provenance, cancellation);
    }

    /// <summary>Refuses to begin a volume where one stands that may not be replaced.</summary>
    /// <param name="overwrite">Whether an existing volume is replaced.</param>
    /// <exception cref="SegException">TargetExists.</exception>
    public void RequireTarget(bool overwrite)
    {
        if (!overwrite && !plan.Overwrite && System.IO.Path.Exists(OutFile))
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected nothing at '{OutFile}', found a volume.", "Use -Force to replace it.");
        }
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
        ? $"bash '{script}' {Expression(parts)}"
        : $"Invoke-SegJob '{Path}' -Part {Expression(parts)}";

    /// <summary>Folder and shape.</summary>
    public override string ToString() => $"{Path}: {SliceCount} slices of {Height} x {Width} in {Parts} parts";

    private static void RequireFree(JobFolder folder, bool overwrite)
    {
        if (File.Exists(folder.Plan) && !overwrite)
        {
            throw new SegException("JobExists", SegErrorKind.AlreadyExists, $"Expected no job in '{folder.Path}', found one.", "Choose another -Path, or use -Force to plan it again.");
        }

        if (File.Exists(folder.Path) || (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Select(System.IO.Path.GetFileName).FirstOrDefault(name => !JobFolder.IsOurs(name!)) is not null))
        {
            throw new SegException("JobFolderInUse", SegErrorKind.AlreadyExists, $"Expected '{folder.Path}' to be free for a job, found other files.", "Choose another -Path.");
        }
    }

    private void Write(SegModel trained, SlurmOptions? slurm)
    {
        try
        {
            Directory.CreateDirectory(folder.Path);
            // What is left of an earlier plan must not be taken for this one while it is half written.
            File.Delete(folder.Plan);
            File.Delete(folder.Script);
            LabelVolumeParts parts = VolumeOf(trained);
            parts.Prepare(discard: plan.Overwrite);
            JobCleaner.ClearAll(folder, parts, SliceCount);
            ModelFile.Save(folder.Model, trained, overwrite: true);
            Directory.CreateDirectory(folder.Parts);
            if (slurm is not null)
            {
                Directory.CreateDirectory(folder.Logs);
                SubmitScript.Write(folder, plan, slurm);
            }

            PlanFile.Write(folder, plan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("TargetNotWritable", SegErrorKind.Access, $"Expected to be able to write '{folder.Path}': {e.Message}", "Choose another folder or change its permissions.", cause: e);
        }
    }

    private LabelVolumeParts VolumeOf(SegModel trained) => new(OutFile, new LabelVolumeOptions
    {
        Fingerprint = id,
        Overwrite = plan.Overwrite,
        SliceCount = SliceCount,
        Dataset = plan.OutDataset,
        Classes = trained.Classes,
    });

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
