using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using NDSeg.PowerShell.Tests.Hosted;
using NDSeg.PowerShell.Tests.Volumes;
using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>Progress: on everything long, not too often, taken off the screen at the end, absent when it is not wanted.</summary>
[Collection(RunAlone.Name)]
public sealed class ProgressTests
{
    // Slices that take well over half a second each on one thread.
    private const int Height = 1100;
    private const string Slices = "long.tif";

    private readonly Scene scene;

    public ProgressTests(Scene scene)
    {
        this.scene = scene;
        TiffStackFile.Write(scene.Module.PathOf(Slices), Height, Scene.LargeEdge, [StripedScan.Slice(Height, Scene.LargeEdge, 0), StripedScan.Slice(Height, Scene.LargeEdge, 1)]);
    }

    [Fact]
    public void Long_work_reports_a_few_times_a_second_and_completes()
    {
        var times = new ConcurrentQueue<(TimeSpan Time, ProgressRecord Record)>();
        using System.Management.Automation.PowerShell shell = scene.Module.Shell($"$image = Import-SegImage {Slices} -Slice 1; $null = Invoke-SegApply $model -Image $image -Threads 1");
        long start = Stopwatch.GetTimestamp();
        shell.Streams.Progress.DataAdded += (_, e) => times.Enqueue((Stopwatch.GetElapsedTime(start), shell.Streams.Progress[e.Index]));
        shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        (TimeSpan Time, ProgressRecord Record)[] records = [.. times];
        Assert.InRange(records.Length, 3, int.MaxValue);
        Assert.All(records, r => Assert.Equal("Applying the model", r.Record.Activity));
        Assert.Equal(ProgressRecordType.Completed, records[^1].Record.RecordType);
        Assert.All(records[..^1], r => Assert.Equal(ProgressRecordType.Processing, r.Record.RecordType));

        int[] percents = [.. records[..^1].Select(r => r.Record.PercentComplete)];
        Assert.All(percents, p => Assert.InRange(p, 0, 100));
        Assert.Equal(percents.Order(), percents);
        Assert.True(percents[^1] > percents[0], string.Join(' ', percents));
        double seconds = (records[^1].Time - records[0].Time).TotalSeconds;
        Assert.InRange(records.Length - 1, 1, (10 * seconds) + 1);
    }

    [Fact]
    public void Work_on_a_slice_is_nested_in_the_import_of_its_volume()
    {
        ProgressRecord[] records = [.. scene.Run($"Import-SegImage {Slices} | Invoke-SegApply $model -Threads 1 | Measure-SegPhase").NoErrors().Progress];
        ProgressRecord[] slices = [.. records.Where(r => r.Activity == "Importing slices")];
        ProgressRecord[] tiles = [.. records.Where(r => r.Activity == "Applying the model")];
        Assert.Equal(records.Length, slices.Length + tiles.Length);
        int outer = Assert.Single(slices.Select(r => r.ActivityId).Distinct());
        Assert.NotEqual(outer, Assert.Single(tiles.Select(r => r.ActivityId).Distinct()));
        Assert.All(slices, r => Assert.Equal(-1, r.ParentActivityId));
        Assert.All(tiles, r => Assert.Equal(outer, r.ParentActivityId));
        Assert.Contains(slices, r => r.StatusDescription == $"{Slices}: 1 of 2");
        Assert.Equal([$"{Slices}[0]", $"{Slices}[1]"], tiles.Where(r => r.RecordType == ProgressRecordType.Processing).Select(r => r.StatusDescription).Distinct());
        Assert.Equal(2, tiles.Count(r => r.RecordType == ProgressRecordType.Completed));
        Assert.Equal((outer, ProgressRecordType.Completed), (records[^1].ActivityId, records[^1].RecordType));
    }

    [Fact]
    public void Failed_work_takes_its_progress_off_the_screen()
    {
        // The work goes on for over half a second and fails at its end: a NaN in the last row.
        HostedResult result = scene.Run("""
            $plane = [Single[]]::new(2400 * 2400); $plane[-1] = [Single]::NaN
            $hurt = [NDSeg.Imaging.SegImage]::new(2400, 2400, 'Float32', [Array[]]@(, $plane))
            New-SegModel -Trees 100 | Invoke-SegTraining -Image $large, $hurt -Labels $sparse, $sparse -Config $config
            """);
        Assert.Equal(["NonFinitePixel"], result.ErrorIds);
        Assert.NotEmpty(result.Progress);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Theory]
    [InlineData("", " -ProgressAction SilentlyContinue")]
    [InlineData("$ProgressPreference = 'SilentlyContinue'; ", "")]
    public void Unwanted_progress_is_absent(string preference, string action)
    {
        string script = $"& {{ {preference}Import-SegImage volume.tif -Slice 0-29{action} | ForEach-Object {{ [Threading.Thread]::Sleep(40) }} }}";
        Assert.Empty(scene.Run(script).NoErrors().Progress);
        Assert.NotEmpty(scene.Run(script.Replace("SilentlyContinue", "Continue", StringComparison.Ordinal)).NoErrors().Progress);
    }
}
