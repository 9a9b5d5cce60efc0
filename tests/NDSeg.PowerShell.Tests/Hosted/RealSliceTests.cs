using NDSeg.TestData;
using Xunit;

namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>The battery slice and a micrograph: shapes, agreement with Python's labels, and accuracy that must not be lost.</summary>
public class RealSliceTests(HostedModule module) : IClassFixture<HostedModule>
{
    private static readonly string[] Paths = SharedData.Root is null
        ? []
        : [SharedData.PathOf("data/battery/Battery_21700.tif"), SharedData.PathOf("data/battery/Battery_21700_labels.tif")];

    [SharedFact]
    public void The_battery_gives_1568_x_1568_x_58_and_974_rows()
    {
        HostedResult seen = module.Run("""
            param($Image, $Labels)
            $features = Import-SegImage $Image | Get-SegFeatures
            try { $features.Shape; (Get-SegTrainingData $features $Labels).Shape } finally { $features.Dispose() }
            (Import-SegLabels $Labels).Classes.Value -join ' '
            """, ("Image", Paths[0]), ("Labels", Paths[1]));
        Assert.Equal(["1568 x 1568 x 58", "974 x 58", "1 2 3 4 5 6"], seen.All<string>());
    }

    [XGBoostCmdletFact(sharedData: true)]
    public void XGBoost_agrees_with_the_labels_of_Python_on_the_battery()
    {
        dynamic comparison = module.Run("""
            param($Image, $Labels, $Expected)
            $image = Import-SegImage $Image
            $model = New-SegModel XGBoost -MaxDepth 8 -Seed 0 -ClassWeight Balanced | Invoke-SegTraining -Image $image -Labels $Labels
            $image | Invoke-SegApply $model | Compare-SegLabels $Expected
            """, ("Image", Paths[0]), ("Labels", Paths[1]), ("Expected", SharedData.PathOf("reference/battery_xgboost_hist_labels.tif"))).One();
        Assert.Equal(1568L * 1568, (long)comparison.PixelCount);
        Assert.InRange((double)comparison.Agreement, 0.999, 1);
    }

    [SharedFact]
    public void The_forest_reaches_063_on_the_micrograph() => Assert.InRange(MeanIoU("RandomForest"), 0.63, 1);

    [XGBoostCmdletFact(sharedData: true)]
    public void XGBoost_reaches_062_on_the_micrograph() => Assert.InRange(MeanIoU("XGBoost"), 0.62, 1);

    private double MeanIoU(string algorithm) => module.Run("""
        param($Algorithm, $Image, $Labels, $Truth)
        $image = Import-SegImage $Image
        $model = New-SegModel $Algorithm -MaxDepth 8 -ClassWeight Balanced | Invoke-SegTraining -Image $image -Labels $Labels
        ($image | Invoke-SegApply $model | Measure-SegAccuracy -Truth $Truth).MeanIoU
        """,
        ("Algorithm", algorithm),
        ("Image", SharedData.PathOf("data/sem/0.tif")),
        ("Labels", SharedData.PathOf("data/sem/0_labels.tif")),
        ("Truth", SharedData.PathOf("data/sem/0_ground_truth.tif"))).One<double>();
}
