using System.Diagnostics;
using NDSeg.Jobs.Plans;

namespace NDSeg.Jobs.Parts;

/// <summary>Reads the slices of a part one ahead, so that reading goes on while a slice is computed. For one thread.</summary>
internal sealed class SliceQueue : IDisposable
{
    private readonly PlannedVolume volume;
    private readonly PlannedExtras extras;
    private readonly IReadOnlyList<int> slices;
    private Task<PlannedSlice>? ahead;
    private int next;
    private long read;
    private long waited;

    /// <param name="plan">The plan.</param>
    /// <param name="slices">Places in the volume, ascending.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    public SliceQueue(JobPlan plan, IReadOnlyList<int> slices, CancellationToken cancellation)
    {
        volume = new PlannedVolume(plan, cancellation);
        extras = new PlannedExtras(plan, cancellation);
        this.slices = slices;
        Start();
    }

    /// <summary>Time in which slices were read.</summary>
    public double ReadSeconds => TimeSpan.FromTicks(Volatile.Read(ref read)).TotalSeconds;

    /// <summary>Time in which <see cref="Next"/> waited for a slice.</summary>
    public double WaitSeconds => TimeSpan.FromTicks(waited).TotalSeconds;

    /// <summary>The next slice; the one behind it is read from now on.</summary>
    /// <exception cref="SegException">What reading a slice throws; the queue goes on with the one behind it.</exception>
    public PlannedSlice Next()
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            return ahead!.GetAwaiter().GetResult();
        }
        finally
        {
            waited += Stopwatch.GetElapsedTime(start).Ticks;
            next++;
            Start();
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        if (ahead is not null)
        {
            ((IAsyncResult)ahead).AsyncWaitHandle.WaitOne();
        }

        volume.Dispose();
        extras.Dispose();
    }

    private void Start()
    {
        if (next < slices.Count)
        {
            int slice = slices[next];
            ahead = Task.Run(() => Read(slice));
        }
    }

    private PlannedSlice Read(int slice)
    {
        long start = Stopwatch.GetTimestamp();
        var found = new PlannedSlice(volume.Read(slice), extras.Read(slice));
        Interlocked.Add(ref read, Stopwatch.GetElapsedTime(start).Ticks);
        return found;
    }
}
