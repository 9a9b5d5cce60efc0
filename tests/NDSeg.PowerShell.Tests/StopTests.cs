using System.Diagnostics;
using System.Management.Automation;
using Xunit;

namespace NDSeg.PowerShell.Tests;

/// <summary>
/// Ctrl+C, which is PowerShell.Stop(), at random moments: a command under way ends at once, leaves no temporary file, and the
/// session goes on. How fast is counted in processor time, because on a busy machine the clock runs on while nobody computes.
/// </summary>
public sealed class StopTests(StopSession session) : IClassFixture<StopSession>
{
    // A second of every core; a command that does not listen works on for minutes.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(Environment.ProcessorCount);

    [Theory]
    [InlineData("New-SegModel -Trees 100000 | Invoke-SegTraining -TrainingData $d")]
    [InlineData("New-SegModel -Trees 20000 | Test-SegModel $d -Folds 5")]
    [InlineData("while ($true) { ($p.Image | Get-SegFeatures -Config $all).Dispose() }")]
    [InlineData("while ($true) { $p.Image | Invoke-SegApply $m -Probability -Smooth 3 }")]
    [InlineData("while ($true) { New-SegPhantom 3000 3000 }")]
    [InlineData("while ($true) { $p.Truth | Optimize-SegLabels -MajorityRadius 64 }")]
    [InlineData("1..1000 | ForEach-Object { $p.Image } | Invoke-SegApply $m -Smooth 2 | Export-SegLabels a.tif -Force")]
    public void Command_under_way_ends_at_once(string script) => Check(script);

    [XGBoostCmdletFact]
    public void Training_of_XGBoost_with_many_rounds_ends_at_once()
        => Check("New-SegModel XGBoost -Rounds 100000 | Invoke-SegTraining -TrainingData $d");

    [XGBoostCmdletFact]
    public void Training_of_XGBoost_with_heavy_rounds_ends_at_once()
        => Check("New-SegModel XGBoost -Rounds 5000 -MaxDepth 12 | Invoke-SegTraining -Image $q.Image -Labels $q.Truth");

    private void Check(string script)
    {
        using System.Management.Automation.PowerShell shell = session.Module.Shell(script);
        var thread = new Thread(() =>
        {
            try
            {
                shell.Invoke();
            }
            catch (PipelineStoppedException)
            {
                // What a stopped pipeline throws.
            }
        });
        thread.Start();
        int moment = Random.Shared.Next(100, 1200);
        Thread.Sleep(moment);
        Assert.True(SpinWait.SpinUntil(() => shell.InvocationStateInfo.State != PSInvocationState.NotStarted, TimeSpan.FromMinutes(1)));
        Assert.Equal(PSInvocationState.Running, shell.InvocationStateInfo.State);

        TimeSpan begun = Worked();
        shell.BeginStop(null, null);
        Assert.True(thread.Join(TimeSpan.FromMinutes(2)), $"Still running two minutes after Stop(), {moment} ms after the start.");
        TimeSpan worked = Worked() - begun;
        Assert.True(worked < Bound, $"Worked {worked.TotalSeconds:F1} s on after Stop(), {moment} ms after the start.");
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(Directory.EnumerateFiles(session.Module.Folder, "*.tmp", SearchOption.AllDirectories));
        Assert.Equal("64 x 64", Assert.Single(session.Module.Run("(New-SegPhantom 64 64).Image.Shape").NoErrors().Output).ToString());
    }

    private static TimeSpan Worked()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
