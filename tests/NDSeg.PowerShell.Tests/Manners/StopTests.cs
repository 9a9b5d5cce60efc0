using System.Diagnostics;
using System.Management.Automation;
using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>Ctrl+C, which is PowerShell.Stop(): the command ends, no thread goes on, no file is left.</summary>
[Collection(RunAlone.Name)]
public sealed class StopTests
{
    // The promise is a second. A test machine may be shared by many times more work than it has cores.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Scene scene;

    public StopTests(Scene scene) => this.scene = scene;

    [Theory]
    [InlineData("Computing filter maps", "Get-SegFeatures $large -Config $config")]
    [InlineData("Applying the model", "Invoke-SegApply $model -Image $large -Probability -Uncertainty -Smooth 2")]
    [InlineData("Training RandomForest", "New-SegModel -Trees 100000 -MaxDepth 30 | Invoke-SegTraining -TrainingData $data")]
    [InlineData("Training RandomForest", "New-SegModel -Trees 100 | Invoke-SegTraining -Image $large -Labels $sparse -Config $config")]
    [InlineData("Cross-validating RandomForest", "New-SegModel -Trees 100000 -MaxDepth 30 | Test-SegModel $data -Folds 3")]
    [InlineData("Making a phantom", "New-SegPhantom 6000 6000")]
    [InlineData("Cleaning labels", "$dense | Optimize-SegLabels -MajorityRadius 64 -MinimumRegionSize 500 -MaximumHoleSize 500")]
    [InlineData("Importing slices", "Import-SegImage volume.tif | ForEach-Object { [Threading.Thread]::Sleep(50) }")]
    [InlineData("Importing slices", "Import-SegImage volume.tif | Invoke-SegApply $sliceModel | ForEach-Object { [Threading.Thread]::Sleep(50); $_ } | Export-SegLabels stopped.tif -Provenance Both")]
    [InlineData("Importing slices", "Import-SegImage volume.tif | Invoke-SegApply $sliceModel | ForEach-Object { [Threading.Thread]::Sleep(50); $_ } | Export-SegLabels stopped.h5")]
    public void Command_under_way_ends_at_once_and_leaves_nothing(string activity, string script) => Check(activity, script);

    [XGBoostFact]
    public void Training_of_XGBoost_ends_at_once_and_leaves_nothing()
        => Check("Training XGBoost", "New-SegModel -Algorithm XGBoost -Rounds 100000 -MaxDepth 8 | Invoke-SegTraining -TrainingData $data");

    [Theory]
    [InlineData("labels.tif")]
    [InlineData("labels.png")]
    [InlineData("labels.h5")]
    public void Half_written_labels_are_removed(string name)
    {
        // Noise does not compress, so that writing takes its time; the temporary file tells that it has begun.
        scene.Run("param($noise) $heavy = [NDSeg.Imaging.SegLabels]::new(6000, 6000, $noise, $phantom.Strokes.Classes)", ("noise", Scene.Noise(6000 * 6000))).NoErrors();
        string[] before = scene.Entries;
        using System.Management.Automation.PowerShell shell = scene.Module.Shell($"$heavy | Export-SegLabels {name} -Provenance Both");
        StopWhen(shell, () => Directory.EnumerateFiles(scene.Module.Folder, ".*.tmp", new EnumerationOptions { AttributesToSkip = 0 }).Any());
        Assert.Equal(before, scene.Entries);
    }

    [Fact]
    public void Threads_that_compute_are_seen()
    {
        using var end = new CancellationTokenSource();
        var worker = new Thread(() => SpinWait.SpinUntil(() => end.IsCancellationRequested));
        var spinner = new Thread(() =>
        {
            while (!end.IsCancellationRequested)
            {
            }
        });
        worker.Start();
        spinner.Start();
        Assert.False(RunningThreads.Settle(TimeSpan.FromSeconds(1)));
        end.Cancel();
        worker.Join();
        spinner.Join();
    }

    private void Check(string activity, string script)
    {
        string[] before = scene.Entries;
        using System.Management.Automation.PowerShell shell = scene.Module.Shell(script);
        StopWhen(shell, () => shell.Streams.Progress.ToArray().Any(p => p.Activity == activity && p.RecordType == ProgressRecordType.Processing));
        Assert.Equal(before, scene.Entries);

        // The session goes on as if nothing had happened.
        Assert.Single(scene.Run("New-SegPhantom 32 32").NoErrors().Output);
    }

    // The job has to be under way when it is stopped, and may not have ended by itself.
    private static void StopWhen(System.Management.Automation.PowerShell shell, Func<bool> underWay)
    {
        IAsyncResult running = shell.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => running.IsCompleted || underWay(), Patience) && !running.IsCompleted, $"{shell.InvocationStateInfo.State} {shell.InvocationStateInfo.Reason} {string.Join(' ', shell.Streams.Error)}");
        long start = Stopwatch.GetTimestamp();
        shell.Stop();
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(shell.Streams.Error);
        Assert.InRange(taken, TimeSpan.Zero, Bound);
        Assert.True(RunningThreads.Settle(TimeSpan.FromSeconds(20)), "A thread goes on computing.");
    }
}
