using System.Text.RegularExpressions;
using NDSeg.PowerShell.Tests.Hosted;
using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>-Verbose tells device, threads, seed, shapes and times; without it there is nothing.</summary>
public sealed class VerboseTests : IDisposable
{
    private const string Time = @"\b[0-9]+\.[0-9]{3} s\b";

    private readonly HostedModule module = new();

    [Fact]
    public void Every_step_of_the_job_tells_what_it_did()
    {
        module.Run("$p = New-SegPhantom 64 80 -Seed 3; $f = Get-SegFeatures $p.Image; $d = $f | Get-SegTrainingData -Labels $p.Strokes; $m = New-SegModel -Trees 6 -Seed 9 | Invoke-SegTraining -TrainingData $d; $s = $p.Image | Invoke-SegApply $m; $p.Truth | Export-SegLabels in.tif").NoErrors();
        int rows = module.Run("$d.SampleCount").One<int>();

        Tells("New-SegPhantom 64 80 -Seed 3", "64 x 80", "seed 3", Time);
        Tells("Import-SegImage in.tif", "64 x 80", "1 slice", "UInt8");
        Tells("$p.Image | Get-SegFeatures -Threads 2", "64 x 80 x 58", "\\b(CPU|Cpu|cpu)\\b", "2 threads", Time);
        Tells("$f | Get-SegTrainingData -Labels $p.Strokes -Shuffle -Seed 4", $"{rows} x 58", "seed 4", Time);
        Tells("New-SegModel -Trees 6 -Seed 9 | Invoke-SegTraining -TrainingData $d -Threads 1", $"{rows} x 58", "RandomForest", "seed 9", "\\b(CPU|Cpu|cpu)\\b", "1 thread\\b", "6 classes", Time);
        Tells("$p.Image | Invoke-SegApply $m -Threads 2", "64 x 80", "seed 9", "\\b(CPU|Cpu|cpu)\\b", "2 threads", Time);
        Tells("New-SegModel -Trees 3 -Seed 2 | Test-SegModel $d -Folds 2 -Seed 5 -Threads 1", "2 folds", "seed 5", "1 thread\\b", Time);
        Tells("$s | Optimize-SegLabels -MajorityRadius 1 -Threads 2", "64 x 80", "2 threads", Time);
        Tells("$s | Export-SegLabels out.tif", "out\\.tif", Time);
        Tells("$p.Image | Export-SegFigure out.png", "out\\.png", "1 panel", Time);
        Tells("$m | Export-SegModel out.ndseg", "out\\.ndseg", "RandomForest");
        Tells("Import-SegModel out.ndseg", "out\\.ndseg", "seed 9");
        Tells("New-SegFeatureConfig -Exclude Membrane", "52 maps");
    }

    [XGBoostCmdletFact]
    public void Training_of_XGBoost_names_the_library()
        => Tells("$q = New-SegPhantom 64 64; New-SegModel -Algorithm XGBoost -Rounds 3 -Seed 8 | Invoke-SegTraining -Image $q.Image -Labels $q.Strokes", "XGBoost [0-9]+\\.[0-9]+", "xgboost.*(so|dll|dylib)", "3 rounds", "seed 8", "thread", Time);

    public void Dispose() => module.Dispose();

    private void Tells(string command, params string[] patterns)
    {
        string force = command.Contains("Export-", StringComparison.Ordinal) ? " -Force" : string.Empty;
        Assert.Empty(module.Run($"$null = {command}{force}").NoErrors().Verbose);
        string text = string.Join('\n', module.Run($"$null = {command}{force} -Verbose").NoErrors().Verbose);
        Assert.All(patterns, pattern => Assert.True(Regex.IsMatch(text, pattern), $"{command}: no '{pattern}' in:\n{text}"));
    }
}
