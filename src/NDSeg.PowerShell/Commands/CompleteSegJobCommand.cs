using System.Management.Automation;
using NDSeg.Jobs;
using NDSeg.Jobs.Parts;
using NDSeg.Jobs.Slurm;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Checks the parts of a job and joins them to one volume.</summary>
/// <remarks>
/// <para>Every slice is compared with the hash that its part wrote down. Where all are there the volume is written, with the bytes
/// that a run on one machine gives it, and its file, or the folder of a Zarr volume, comes out. Where some are not, the parts they belong to come out, and an error names
/// the parts as Slurm's --array takes them (3,7-9) and the command that computes them again; no volume is written.</para>
/// <para>With -Provenance the volume tells how it was made as one by Export-SegLabels -Provenance does, in the same words; the inputs are
/// named by the hashes that New-SegJob took, or without a hash where it took samples only (-SampleHash).</para>
/// <para>Of a .zarr volume nothing is left beside it: once it is complete the command says so, and Invoke-SegJob finds every part finished.</para>
/// </remarks>
/// <example>
/// <code>Complete-SegJob job -WhatIf</code>
/// <para>Says which parts are missing, and joins nothing.</para>
/// </example>
/// <example>
/// <code>Complete-SegJob job</code>
/// <para>Joins the parts.</para>
/// </example>
/// <example>
/// <code>Complete-SegJob job -Provenance Both -Force</code>
/// <para>Joins the parts and writes down, in the volume and in a JSON file beside it, what it was made from.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Complete, "SegJob", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo), typeof(JobPart))]
public sealed class CompleteSegJobCommand : SegCommand
{
    /// <summary>The folder of the job, or the job that New-SegJob gave.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public JobReference Job { get; set; } = null!;

    /// <summary>Fills slices that could not be computed with 0, as Export-SegLabels does for a damaged slice, and warns.</summary>
    [Parameter]
    public SwitchParameter FillMissing { get; set; }

    /// <summary>Replaces an existing volume.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Where to keep how the volume was made: None, Embedded in the volume, Sidecar in a JSON file beside it, or Both.</summary>
    [Parameter]
    public ProvenanceMode Provenance { get; set; }

    private protected override void Process()
    {
        SegJob job = Job.Resolve(this);
        if (job.IsSealed)
        {
            Verbose($"{job.OutFile}: completed before");
            if (Provenance != ProvenanceMode.None)
            {
                WriteWarning($"{job.OutFile}: completed before; -Provenance {Provenance} changes nothing. Plan the job again with New-SegJob -Force to have it.");
            }

            WriteVolume(job, [.. job.SealedMissing]);
            return;
        }

        var account = new JobAccount(job, Provenance, Force);
        job.RequireTarget(Force);
        account.RequireFree();
        JobPart[] parts = Run("Checking parts", job.Path, 0, options => Look(job, options));
        JobPart[] missing = [.. parts.Where(p => p.State != PartState.Finished)];
        int[] slices = [.. missing.SelectMany(p => p.MissingSlices)];
        foreach (JobPart part in missing)
        {
            WriteObject(part);
        }

        // A part whose slices are all there but that never said so may have been killed while it wrote: it checks them when it runs again.
        if (missing.Length > 0 && !FillMissing)
        {
            int[] numbers = [.. missing.Select(p => p.Part)];
            string expression = SegJob.Expression(numbers);
            throw new SegException(
                "JobIncomplete",
                SegErrorKind.InvalidState,
                $"Expected {parts.Length} finished parts in '{job.Path}', found {parts.Length - missing.Length}; to be computed again: --array={expression} ({slices.Length} slices).",
                $"Run: {job.Command(numbers)}");
        }

        if (!ShouldProcess(job.OutFile, $"Join {Counted(job.SliceCount, "slice")} of {Counted(parts.Length, "part")}"))
        {
            return;
        }

        Run("Joining parts", job.OutFile, 0, options =>
        {
            job.Join(slices, Force, account.Embedded(options.Cancellation), options);
            account.WriteSidecar(slices, options.Cancellation);
            return true;
        });
        Verbose($"{job.OutFile}: {job.SliceCount} slices written, {Elapsed.TotalSeconds:0.000} s");
        if (slices.Length > 0)
        {
            WriteWarning($"{job.OutFile}: {slices.Length} of {job.SliceCount} slices are missing and were filled with 0: {SegJob.Expression(slices)}.");
        }

        WriteVolume(job, slices);
    }

    private void WriteVolume(SegJob job, int[] missing) => WriteObject(WrittenFile.Of(this, job.OutFile, job.SliceCount, missing));

    private static JobPart[] Look(SegJob job, RunOptions options)
    {
        var parts = new JobPart[job.Parts];
        int done = 0;
        try
        {
            Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = AllottedCores.Count(), CancellationToken = options.Cancellation }, part =>
            {
                parts[part] = job.Look(part, content: true, options.Cancellation);
                options.Progress?.Report(Interlocked.Increment(ref done) / (double)parts.Length);
            });
            return parts;
        }
        catch (AggregateException e)
        {
            throw e.Flatten().InnerExceptions.OrderBy(inner => inner is OperationCanceledException).First();
        }
    }
}
