using System.Diagnostics;
using System.Management.Automation;
using Xunit;

namespace NDSeg.PowerShell.Tests;

/// <summary>
/// Ctrl+C, which is PowerShell.Stop(), at random moments: a command under way ends at once, and the session goes on. How fast
/// is counted in processor time, because on a busy machine the clock runs on while nobody computes.
/// </summary>
public sealed class StopTests : IDisposable
{
    // A second of every core; a command that does not listen works on for minutes.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(Environment.ProcessorCount);

    private readonly HostedModule module = new();

    public void Dispose() => module.Dispose();

    [Theory]
    [InlineData("$model = New-SegModel -Trees 3000 -MaxDepth 12 | Invoke-SegTraining -TrainingData $data; $large = (New-SegPhantom 2500 2500).Image", "$large | Invoke-SegApply -Model $model -Probability -Threads 1")]
    [InlineData("$config = New-SegFeatureConfig -Sigma 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 -Include Mean, Minimum, Maximum, Median, Bilateral; $large = (New-SegPhantom 1200 1200).Image", "1..50 | ForEach-Object { $large } | Get-SegFeatures -Config $config -Threads 1 | ForEach-Object { $_.Dispose() }")]
    [InlineData("", "New-SegModel -Trees 100000 | Invoke-SegTraining -TrainingData $data -Threads 1")]
    [InlineData("", "New-SegPhantom 9000 9000")]
    public void Command_under_way_ends_at_once(string preparation, string script) => Check(preparation, script);

    [XGBoostCmdletFact]
    public void Training_of_XGBoost_ends_at_once()
        => Check(string.Empty, "New-SegModel -Algorithm XGBoost -Rounds 100000 | Invoke-SegTraining -TrainingData $data -Threads 1");

    private void Check(string preparation, string script)
    {
        HostedResult prepared = module.Run("$phantom = New-SegPhantom 160 160 -Seed 3; $data = Get-SegTrainingData -Features ($phantom.Image | Get-SegFeatures) -Labels $phantom.Strokes; " + preparation);
        Assert.Empty(prepared.Errors);

        using System.Management.Automation.PowerShell shell = module.Shell(script);
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
        int moment = Random.Shared.Next(200, 1500);
        Thread.Sleep(moment);
        Assert.Equal(PSInvocationState.Running, shell.InvocationStateInfo.State);

        TimeSpan begun = Worked();
        shell.BeginStop(null, null);
        Assert.True(thread.Join(TimeSpan.FromMinutes(2)), $"Still running two minutes after Stop(), {moment} ms after the start.");
        TimeSpan worked = Worked() - begun;
        Assert.True(worked < Bound, $"Worked {worked.TotalSeconds:F1} s on after Stop(), {moment} ms after the start.");
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Equal("64 x 64", Assert.Single(module.Run("(New-SegPhantom 64 64).Image.Shape").Output).ToString());
    }

    private static TimeSpan Worked()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
