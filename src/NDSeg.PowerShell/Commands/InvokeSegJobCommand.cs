using System.Globalization;
using System.Management.Automation;
using NDSeg.IO.Formats;
using NDSeg.Jobs;
using NDSeg.Jobs.Parts;
using NDSeg.Jobs.Slurm;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Devices;
using NDSeg.PowerShell.Jobs;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Computes parts of a job.</summary>
/// <remarks>
/// <para>A part that was finished before is checked and left as it is; one that was begun goes on with its first missing slice. While a
/// process works on a part no other one does: with -Part that is an error, with -All the part is left to the other. A slice that
/// cannot be read is an error of its own, and the part stays unfinished.</para>
/// <para>In a Slurm job the command uses the cores that Slurm gave it (SLURM_CPUS_PER_TASK), however many the node has. pwsh -Command
/// ends with exit code 1 where the command wrote an error.</para>
/// </remarks>
/// <example>
/// <code>Invoke-SegJob job -Part 3</code>
/// <para>Computes part 3.</para>
/// </example>
/// <example>
/// <code>Invoke-SegJob job -All -ThrottleLimit 2</code>
/// <para>Computes all parts, two at a time. The same line on another machine that sees the folder shares the work.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "SegJob", DefaultParameterSetName = PartSet, SupportsShouldProcess = true)]
[OutputType(typeof(JobPart))]
public sealed class InvokeSegJobCommand : SegCommand
{
    private const string PartSet = "Part";
    private const string AllSet = "All";

    /// <summary>The folder of the job, or the job that New-SegJob gave.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public JobReference Job { get; set; } = null!;

    /// <summary>The parts to compute, counted from 0: numbers and ranges such as 3, 7-9.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PartSet)]
    [ValidateNotNullOrEmpty]
    public string[] Part { get; set; } = [];

    /// <summary>Computes every part that is not finished and that no other process computes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>How many parts are computed side by side; they share the threads.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Worker threads, all parts together; 0 uses the cores that Slurm gave, else all. Results do not depend on it.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Computes the parts again, whatever they have.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        SegJob job = Job.Resolve(this);
        job.RequireModel();
        int[] parts = All ? [.. Enumerable.Range(0, job.Parts)] : Numbers(job);
        if (!ShouldProcess(job.Path, $"Compute part {SegJob.Expression(parts)}"))
        {
            return;
        }

        int threads = Threads > 0 ? Threads : AllottedCores.Count();
        Verbose($"{job}: {ThreadText(threads)}");
        var queue = new PartQueue(job, parts, EngineSelector.Select(job.Device)) { AtOnce = ThrottleLimit, Threads = threads, LeaveBusy = All, Restart = Force };
        string name = System.IO.Path.GetFileName(job.Path);
        Stream<JobPart>(
            "Computing parts",
            fraction => string.Create(CultureInfo.InvariantCulture, $"{name}: {fraction:P0} of {Counted(parts.Length, "part")}"),
            queue.Run,
            part =>
            {
                Verbose($"{part}, {part.Computed} computed in {part.Seconds:0.0} s");
                WriteObject(part);
            });
    }

    private int[] Numbers(SegJob job)
    {
        IEnumerable<SliceRange> ranges = Part.SelectMany(Ranges);
        int last = job.Parts - 1;
        foreach (SliceRange range in ranges)
        {
            job.RequirePart(range.First ?? 0);
            job.RequirePart(range.Last ?? last);
        }

        return [.. ranges.SelectMany(r => Enumerable.Range(r.First ?? 0, (r.Last ?? last) - (r.First ?? 0) + 1)).Distinct().Order()];
    }

    private static IReadOnlyList<SliceRange> Ranges(string text)
    {
        try
        {
            return SliceRange.ParseList(text);
        }
        catch (SegException e) when (e.Id == "InvalidSliceRange")
        {
            throw new SegException(e.Id, SegErrorKind.InvalidArgument, $"Expected parts such as '3', '7-9' or '7-', found '{text}'.", "Count parts from 0.", cause: e);
        }
    }
}
