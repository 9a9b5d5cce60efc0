using System.Collections.Concurrent;
using NDSeg.Jobs.Parts;
using NDSeg.Jobs.Plans;
using NDSeg.Jobs.Slurm;
using NDSeg.Models;
using NDSeg.Segmentation;

namespace NDSeg.Jobs;

/// <content>How a job is planned and its folder written.</content>
public sealed partial class SegJob
{
    /// <summary>Plans a job and writes its folder.</summary>
    /// <param name="path">The folder, made where it is missing.</param>
    /// <param name="request">What it shall compute.</param>
    /// <param name="engine">Where; one slice is computed to see what it takes.</param>
    /// <param name="slurm">What to ask Slurm for; null for no script.</param>
    /// <param name="options">Cancellation, progress and log.</param>
    /// <exception cref="SegException">
    /// JobExists, JobFolderInUse, PartBusy, TargetIsInput, TargetExists, TargetNotOurs, UnknownFormat, ModelNotTrained, TooManyParts, VolumeShapeMismatch, ChannelMismatch, InvalidSlurmOption, TargetNotWritable;
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
        var planner = new JobPlanner(request, engine, options);
        JobPlan plan = planner.Make();
        string? script = slurm is null ? null : SubmitScript.Text(folder, plan, slurm);
        var watch = OwnerWatch.Of(new ConcurrentDictionary<string, PartOwner>(), options);

        // Before the files are hashed: what is at work now would most likely still be afterwards.
        JobHold.Take(folder, plan.OutFile, _ => true, watch).Dispose();
        var job = new SegJob(folder, planner.Stamp(plan));
        job.Write(request.Model, script, watch);
        return job;
    }

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

    private void Write(SegModel trained, string? script, OwnerWatch watch)
    {
        try
        {
            Directory.CreateDirectory(folder.Path);

            // All that may refuse comes first: an earlier job goes when nothing but the disk can keep this one from its place.
            using JobHold begun = JobHold.Take(folder, OutFile, _ => true, watch);
            VolumeOf(trained).Prepare(discard: plan.Overwrite);

            // What is left of an earlier plan must not be taken for this one while it is half written.
            File.Delete(folder.Plan);
            File.Delete(folder.Script);
            File.Delete(folder.Seal);
            begun.Clear();
            ModelFile.Save(folder.Model, trained, overwrite: true);
            Directory.CreateDirectory(folder.Parts);
            if (script is not null)
            {
                Directory.CreateDirectory(folder.Logs);
                SubmitScript.Write(folder, script);
            }

            PlanFile.Write(folder, plan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("TargetNotWritable", SegErrorKind.Access, $"Expected to be able to write '{folder.Path}': {e.Message}", "Choose another folder or change its permissions.", cause: e);
        }
    }
}
