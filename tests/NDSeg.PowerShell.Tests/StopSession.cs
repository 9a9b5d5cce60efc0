namespace NDSeg.PowerShell.Tests;

/// <summary>
/// A session with what the long commands need: a large phantom $p, a model $m, every filter in $all, a table $d of the strokes
/// of a small phantom $q.
/// </summary>
public sealed class StopSession : IDisposable
{
    public StopSession() => Module.Run("""
        $p = New-SegPhantom 2500 2500 -Seed 1
        $q = New-SegPhantom 160 160 -Seed 3
        $all = New-SegFeatureConfig -Include Mean, Minimum, Maximum, Median, Bilateral
        $f = $q.Image | Get-SegFeatures
        $d = Get-SegTrainingData $f $q.Strokes
        $f.Dispose()
        $m = New-SegModel -Trees 300 -MaxDepth 14 | Invoke-SegTraining -TrainingData $d
        """).NoErrors();

    /// <summary>The session.</summary>
    public HostedModule Module { get; } = new();

    public void Dispose() => Module.Dispose();
}
