using System.Management.Automation;
using Xunit;

namespace NDSeg.PowerShell.Tests;

/// <summary>Progress of long work: there, throttled, completed, and absent where it is not wanted.</summary>
public sealed class ProgressTests : IDisposable
{
    private const string LongWork = "New-SegModel -Trees 12000 | Invoke-SegTraining -TrainingData $data -Threads 1";

    private readonly HostedModule module = new();

    public ProgressTests()
        => Assert.Empty(module.Run("$phantom = New-SegPhantom 160 160 -Seed 3; $data = Get-SegTrainingData -Features ($phantom.Image | Get-SegFeatures) -Labels $phantom.Strokes").Errors);

    public void Dispose() => module.Dispose();

    [Fact]
    public void Work_of_seconds_reports_throttled_progress_and_completes_it()
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        HostedResult result = module.Run(LongWork);
        double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;

        Assert.Empty(result.Errors);
        ProgressRecord[] records = [.. result.Progress.Where(p => p.Activity.Contains("Training", StringComparison.Ordinal))];
        Assert.True(records.Length >= 2, $"{records.Length} records in {seconds:F1} s.");
        Assert.InRange(records.Length, 2, (int)(10 * seconds) + 2);
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        int[] percents = [.. records.Where(r => r.RecordType == ProgressRecordType.Processing).Select(r => r.PercentComplete)];
        Assert.Equal(percents.Order(), percents);
        Assert.All(percents, p => Assert.InRange(p, 0, 100));
    }

    [Fact]
    public void No_progress_where_the_preference_is_silent()
    {
        HostedResult result = module.Run("$ProgressPreference = 'SilentlyContinue'; " + LongWork);

        Assert.Empty(result.Errors);
        Assert.Empty(result.Progress);
    }
}
