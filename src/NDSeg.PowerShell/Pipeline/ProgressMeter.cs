using System.Diagnostics;
using System.Management.Automation;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>
/// Progress of one activity: nothing for work that is over within half a second, at most five records a second after
/// that, and a completed record whenever any was shown.
/// </summary>
internal sealed class ProgressMeter
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Action<ProgressRecord> write;
    private readonly int id;
    private readonly int parent;
    private readonly string activity;
    private readonly long start = Stopwatch.GetTimestamp();
    private TimeSpan next = Delay;
    private bool shown;

    /// <param name="write">The command's WriteProgress.</param>
    /// <param name="id">Number of the activity.</param>
    /// <param name="parent">Number of the activity it is part of, -1 for none.</param>
    /// <param name="activity">What is being done.</param>
    public ProgressMeter(Action<ProgressRecord> write, int id, int parent, string activity)
    {
        this.write = write;
        this.id = id;
        this.parent = parent;
        this.activity = activity;
    }

    /// <summary>Shows the state when it is due.</summary>
    public void Update(string status, double fraction)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (elapsed < next)
        {
            return;
        }

        next = elapsed + Interval;
        shown = true;
        double share = Math.Clamp(fraction, 0, 1);
        write(new ProgressRecord(id, activity, status)
        {
            ParentActivityId = parent,
            PercentComplete = (int)(share * 100),
            SecondsRemaining = share > 0.02 ? (int)(elapsed.TotalSeconds * (1 - share) / share) : -1,
        });
    }

    /// <summary>Takes the activity off the screen.</summary>
    public void Complete()
    {
        if (shown)
        {
            shown = false;
            write(new ProgressRecord(id, activity, "Done") { ParentActivityId = parent, RecordType = ProgressRecordType.Completed });
        }
    }
}
