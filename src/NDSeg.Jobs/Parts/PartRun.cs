using System.Diagnostics;
using NDSeg.Cpu;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.Jobs.Plans;
using NDSeg.Models;
using NDSeg.Segmentation;

namespace NDSeg.Jobs.Parts;

/// <summary>
/// One run of one part: the slices that are not there are read, labelled and written, the first one first. Reading, computing and
/// writing of three slices overlap. A slice that cannot be read or labelled is reported and left out.
/// </summary>
internal sealed class PartRun(JobFolder folder, JobPlan plan, string id, int part, LabelVolumeParts volume, SegModel model, ISegEngine engine, RunOptions options)
{
    private readonly PartRange range = plan.Parts[part];
    private double reading;
    private double waiting;
    private TimeSpan computing;
    private TimeSpan writing;

    /// <summary>Receives what is wrong with a slice, and its place in the volume.</summary>
    public Action<SegException, int>? Failed { get; init; }

    /// <summary>Runs it.</summary>
    /// <param name="slices">The slices of the part, held by this process.</param>
    /// <returns>The part as it is now.</returns>
    /// <exception cref="SegException">InputChanged, FileNotFound, TargetNotWritable, VolumeShapeMismatch.</exception>
    public JobPart Run(LabelVolumePart slices)
    {
        long start = Stopwatch.GetTimestamp();
        if (PartRecord.TryRead(folder, part, plan, id) is { } earlier)
        {
            IReadOnlyList<int> differing = earlier.Differing(folder, volume, content: true, options.Cancellation);
            if (differing.Count == 0)
            {
                return Result([], computed: 0, start);
            }

            foreach (int slice in differing)
            {
                slices.Remove(slice);
            }
        }

        // What is written from now on is not what the record says.
        File.Delete(folder.Record(part));
        int[] wanted = [.. Enumerable.Range(range.First, range.Count).Where(s => !slices.Contains(s))];
        RequireInputs(wanted);
        List<int> missing = plan.Settings.Dimensions == 3 ? ComputeVolume(wanted, slices) : ComputeSlices(wanted, slices);
        if (missing.Count == 0)
        {
            var cost = new PartCost(
                Environment.MachineName,
                PartOwner.CurrentSlurmJob(),
                options.EffectiveThreads,
                wanted.Length,
                Stopwatch.GetElapsedTime(start).TotalSeconds,
                reading,
                waiting,
                computing.TotalSeconds,
                writing.TotalSeconds,
                PeakMemory());
            IEnumerable<int> slicesOfPart = Enumerable.Range(range.First, range.Count);
            new PartRecord
            {
                Plan = id,
                Part = part,
                Slices = [.. volume.Describe(folder.Part(part), slicesOfPart, content: true, options.Cancellation).Zip(slicesOfPart, (s, n) => new SliceRecord(n, s!.Bytes, s.Sha256!))],
                Cost = cost,
            }.Write(folder);
        }

        return Result(missing, wanted.Length - missing.Count, start);
    }

    // Only the files this part reads: there may be thousands.
    private void RequireInputs(int[] wanted)
    {
        foreach (JobInput input in wanted.Select(plan.InputOf).Distinct().Concat(wanted.Length > 0 ? plan.Extras.Select(e => e.Input) : []))
        {
            input.Require(options.Cancellation);
        }
    }

    private List<int> ComputeVolume(int[] wanted, LabelVolumePart slices)
    {
        if (wanted.Length == 0)
        {
            return [];
        }

        // Neighbours from outside of the part are read too; only the part's own slices are labelled.
        using SegVolume all = new PlannedVolume(plan, options.Cancellation).ToVolume([.. Enumerable.Range(0, plan.SliceCount).Except(wanted)]);
        using var extras = new PlannedExtras(plan, options.Cancellation);
        var results = new PartResults(this, slices);
        long start = Stopwatch.GetTimestamp();
        new CpuVolumeEngine().Apply(all, extras.ToVolumes(), model, plan.Settings.Request(), results, options);
        computing = Stopwatch.GetElapsedTime(start) - writing;
        return [.. wanted.Except(results.Written)];
    }

    private List<int> ComputeSlices(int[] wanted, LabelVolumePart slices)
    {
        using var queue = new SliceQueue(plan, wanted, options.Cancellation);
        var missing = new List<int>();
        Task pending = Task.CompletedTask;
        try
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                int slice = wanted[i];
                SegLabels? labels = Label(queue, slice);
                pending.GetAwaiter().GetResult();
                pending = labels is null ? Task.CompletedTask : Task.Run(() => Write(slices, slice, labels));
                if (labels is null)
                {
                    missing.Add(slice);
                }

                options.Progress?.Report((i + 1.0) / wanted.Length);
            }

            pending.GetAwaiter().GetResult();
            reading = queue.ReadSeconds;
            waiting = queue.WaitSeconds;
            return missing;
        }
        finally
        {
            // No write outlives the lock on the folder.
            ((IAsyncResult)pending).AsyncWaitHandle.WaitOne();
        }
    }

    private SegLabels? Label(SliceQueue queue, int slice)
    {
        try
        {
            PlannedSlice read = queue.Next();
            SegSegmentation result = engine.Apply(read.Image, read.Extras, model, plan.Settings.Request(), options with { Progress = null });
            computing += result.Duration;
            return result.Labels;
        }
        catch (SegException failure) when (failure.Kind is SegErrorKind.InvalidData or SegErrorKind.NotSupported)
        {
            // A damaged slice; a file that is gone or a full disk would meet every slice.
            Failed?.Invoke(failure, slice);
            return null;
        }
    }

    private void Write(LabelVolumePart slices, int slice, SegLabels labels)
    {
        long start = Stopwatch.GetTimestamp();
        slices.Write(slice, labels);
        writing += Stopwatch.GetElapsedTime(start);
    }

    private JobPart Result(List<int> missing, int computed, long start) => new()
    {
        Job = folder.Path,
        Part = part,
        First = range.First,
        Last = range.Last,
        State = missing.Count == 0 ? PartState.Finished : missing.Count == range.Count ? PartState.Missing : PartState.Unfinished,
        MissingSlices = missing,
        Computed = computed,
        Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
    };

    /// <summary>Writes the results of a volume while the next slab waits: little beside its computation.</summary>
    private sealed class PartResults(PartRun run, LabelVolumePart slices) : IVolumeResults
    {
        /// <summary>The slices that are there now.</summary>
        public HashSet<int> Written { get; } = [];

        public void Add(SegSegmentation result)
        {
            int slice = result.Series!.Ordinal;
            run.Write(slices, slice, result.Labels);
            Written.Add(slice);
        }

        public void Damaged(SegException failure, ImageSource slice) => run.Failed?.Invoke(failure, slice.SliceIndex!.Value);
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
