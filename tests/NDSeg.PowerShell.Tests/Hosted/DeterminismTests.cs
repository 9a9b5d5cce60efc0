using Xunit;

namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>The same seed gives the same model file and the same label file, byte for byte, on one and on two threads.</summary>
public class DeterminismTests(PhantomSession session) : IClassFixture<PhantomSession>
{
    [Fact]
    public void A_forest_does_not_depend_on_run_or_threads() => AssertSameBytes("RandomForest -Trees 20");

    [XGBoostCmdletFact]
    public void A_booster_does_not_depend_on_run_or_threads() => AssertSameBytes("XGBoost -Rounds 20");

    [Fact]
    public void Another_seed_gives_another_forest()
        => Assert.NotEqual(Run("RandomForest -Trees 5", 3, 1).Model, Run("RandomForest -Trees 5", 4, 1).Model);

    [Fact]
    public void Cross_validation_and_samples_follow_the_seed()
    {
        double[] kappas = session.Run("""
            $f = $phantom.Image | Get-SegFeatures -Config (New-SegFeatureConfig 1, 4)
            $d = Get-SegTrainingData $f $phantom.Strokes
            1, 2 | ForEach-Object { (New-SegModel -Trees 5 -Seed 1 | Test-SegModel $d -Folds 3 -Seed 5 -Threads $_).Accuracy.Kappa }
            """).All<double>();
        Assert.Equal(kappas[0], kappas[1]);
        Assert.InRange(kappas[0], 0.2, 1);
        string[] rows = session.Run("1, 1, 2 | ForEach-Object { (Get-SegTrainingData $f $phantom.Truth -SampleCount 200 -Shuffle -Seed $_).Rows -join ' ' }; $f.Dispose()").All<string>();
        Assert.Equal(rows[0], rows[1]);
        Assert.NotEqual(rows[0], rows[2]);
    }

    private void AssertSameBytes(string algorithm)
    {
        (byte[] Model, byte[] Labels) first = Run(algorithm, 11, 1);
        foreach (int threads in new[] { 1, 2 })
        {
            (byte[] Model, byte[] Labels) again = Run(algorithm, 11, threads);
            Assert.Equal(first.Model, again.Model);
            Assert.Equal(first.Labels, again.Labels);
        }
    }

    private (byte[] Model, byte[] Labels) Run(string algorithm, int seed, int threads)
    {
        session.Run($$"""
            param($Threads, $Seed)
            $image = Import-SegImage slice.tif
            $trained = New-SegModel {{algorithm}} -MaxDepth 6 -Seed $Seed | Invoke-SegTraining -Image $image -Labels strokes.tif -Threads $Threads
            $trained | Export-SegModel same.ndseg -Force
            $image | Invoke-SegApply $trained -Threads $Threads | Export-SegLabels same.tif -Force -Provenance Embedded
            """, ("Threads", threads), ("Seed", seed)).NoErrors();
        return (File.ReadAllBytes(session.PathOf("same.ndseg")), File.ReadAllBytes(session.PathOf("same.tif")));
    }
}
