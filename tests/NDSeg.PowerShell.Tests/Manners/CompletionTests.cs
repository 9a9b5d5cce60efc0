using System.Management.Automation;
using NDSeg.PowerShell.Tests.Hosted;
using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>What the Tab key offers behind a parameter.</summary>
public sealed class CompletionTests : IClassFixture<CompletionTests.Session>
{
    private readonly HostedModule module;

    public CompletionTests(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        module = session.Module;
    }

    [Theory]
    [InlineData("Optimize-SegLabels -Labels $labels -Class ", "Anode,Background,Casing,Cathode,Core,Separator")]
    [InlineData("Optimize-SegLabels -Labels $labels -Class ca", "Casing,Cathode")]
    [InlineData("Optimize-SegLabels $labels -Class Anode, co", "Core")]
    [InlineData("Optimize-SegLabels -Labels $spaced -Class ", "'it''s one','two words',five,four,six,three")]
    [InlineData("Optimize-SegLabels -Labels $spaced -Class 'tw", "'two words'")]
    [InlineData("Get-SegFeatureImportance -Model $model -Name gaus", "gaussian_1,gaussian_2")]
    [InlineData("Get-SegFeatureImportance $model -Name dog", "dog_1_2")]
    [InlineData("Get-SegFeatureImportance model.ndseg -Name bilateral_5", "bilateral_5_100,bilateral_5_50")]
    [InlineData("Export-SegFigure x.png $features -Map hessian_eig1", "hessian_eig1_0,hessian_eig1_1,hessian_eig1_2")]
    [InlineData("Import-SegImage maps.h5 -Dataset ", "entry/labels")]
    [InlineData("Import-SegImage -Path maps.h5 -Dataset ent", "entry/labels")]
    [InlineData("Import-SegLabels -LiteralPath maps.h5 -Dataset e", "entry/labels")]
    [InlineData("Get-SegProvenance maps.h5 -Dataset e", "entry/labels")]
    [InlineData("New-SegModel -Algorithm ", "RandomForest,XGBoost")]
    [InlineData("New-SegFeatureConfig -Include Me", "Mean,Median,Membrane")]
    [InlineData("Get-SegFeatures -Device ", "Cpu,Cuda")]
    public void Values_are_offered(string line, string expected)
        => Assert.Equal(expected, string.Join(',', Complete(line).Select(m => m.CompletionText).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("Import-SegImage nowhere.h5 -Dataset ")]
    [InlineData("Import-SegImage noise.h5 -Dataset ")]
    [InlineData("Import-SegImage model.ndseg -Dataset ")]
    [InlineData("Optimize-SegLabels -Labels $nothing -Class ")]
    [InlineData("Optimize-SegLabels -Labels $labels -Class zz")]
    public void Nothing_to_offer_is_no_error(string line)
        => Assert.DoesNotContain(Complete(line), m => m.ResultType == CompletionResultType.ParameterValue);

    [Fact]
    public void Offers_say_what_they_stand_for()
    {
        Assert.Contains("value 5", Assert.Single(Complete("Optimize-SegLabels -Labels $labels -Class Ano")).ToolTip, StringComparison.Ordinal);
        Assert.Contains("40 x 48", Assert.Single(Complete("Import-SegImage maps.h5 -Dataset ")).ToolTip, StringComparison.Ordinal);
    }

    // Files of the folder are offered by the engine itself where a completer offers nothing; they are no values.
    private List<CompletionResult> Complete(string line)
    {
        using System.Management.Automation.PowerShell shell = module.Shell(string.Empty);
        shell.Commands.Clear();
        return [.. CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches.Where(m => m.ResultType == CompletionResultType.ParameterValue)];
    }

    public sealed class Session : IDisposable
    {
        public Session()
        {
            Module.Run("""
                $phantom = New-SegPhantom 40 48
                $labels = $phantom.Strokes
                $phantom.Truth | Export-SegLabels maps.h5 -Dataset entry/labels
                $phantom.Truth | Export-SegLabels spaced.tif
                $spaced = Import-SegLabels spaced.tif -ClassName "it's one", 'two words', 'three', 'four', 'five', 'six'
                $features = $phantom.Image | Get-SegFeatures -Config (New-SegFeatureConfig -Sigma 1, 2 -Exclude Membrane)
                $model = New-SegModel -Trees 3 | Invoke-SegTraining -Features $features -Labels $labels
                $model | Export-SegModel model.ndseg
                """).NoErrors();
            File.WriteAllText(Module.PathOf("noise.h5"), "no HDF5 file");
        }

        public HostedModule Module { get; } = new();

        public void Dispose() => Module.Dispose();
    }
}
