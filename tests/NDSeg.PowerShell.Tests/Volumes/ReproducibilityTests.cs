using System.Management.Automation;
using Xunit;

namespace NDSeg.PowerShell.Tests.Volumes;

/// <summary>Labels are made again from their provenance, byte for byte, by examples/Test-SegReproducibility.ps1.</summary>
[Collection(SharedWorkspace.Name)]
public sealed class ReproducibilityTests(VolumeWorkspace workspace)
{
    [Theory]
    [InlineData("Sidecar")]
    [InlineData("Embedded")]
    [InlineData("Both")]
    public void Result_is_made_again_byte_for_byte(string provenance)
    {
        workspace.WriteVolume("one.tif", [4]);
        workspace.Run($"Import-SegImage one.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels one-{provenance}.tif -Provenance {provenance} -Force").NoErrors();

        Assert.Equal(provenance != "Embedded", File.Exists(workspace.PathOf($"one-{provenance}.tif.json")));
        AssertReproduced($"one-{provenance}.tif");
    }

    [Fact]
    public void Smoothed_and_cleaned_slices_of_a_volume_are_made_again()
    {
        workspace.WriteVolume("smooth.tif", Enumerable.Range(0, 6));
        workspace.Run("""
            Import-SegImage smooth.tif -Slice 4,1-2 | Invoke-SegApply -Model model.ndseg -Smooth 1.5 | Optimize-SegLabels -MajorityRadius 1 -MinimumRegionSize 8 -Class 'class 2' |
                Export-SegLabels smooth.h5 -Dataset entry/labels -Provenance Sidecar
            Import-SegImage smooth.tif -Slice 2-4 | Invoke-SegApply -Model model.ndseg | Export-SegLabels -Directory smooth -PerSlice -Provenance Both
            """).NoErrors();

        AssertReproduced("smooth.h5");
        AssertReproduced("smooth/smooth_0003_labels.tif");
    }

    [Fact]
    public void Extra_channels_are_found_and_used()
    {
        workspace.WriteVolume("maps.tif", [8]);
        workspace.Run("""
            $extra = Import-SegImage maps.tif
            $config = New-SegFeatureConfig -Sigma 1 -Exclude Membrane
            $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image (Import-SegImage train.tif) -Labels (Import-SegLabels strokes.tif) -ExtraChannel $extra -Config $config
            $model | Export-SegModel extra.ndseg
            Import-SegImage train.tif | Invoke-SegApply -Model $model -ExtraChannel $extra | Export-SegLabels extra.tif -Provenance Sidecar
            """).NoErrors();

        AssertReproduced("extra.tif", "extra.ndseg");
    }

    [Fact]
    public void Altered_labels_are_not_reproduced()
    {
        workspace.WriteVolume("altered.tif", [5]);
        workspace.Run("""
            Import-SegImage altered.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels altered_labels.tif -Provenance Sidecar
            Import-SegImage altered.tif | Invoke-SegApply -Model other.ndseg -Smooth 3 | Export-SegLabels altered_labels.tif -Force
            """).NoErrors();

        ScriptResult result = Check("altered_labels.tif");

        Assert.Equal(1, result.ExitCode);
        PSObject report = Assert.Single(result.Output);
        Assert.Equal(false, report.Properties["Reproduced"].Value);
        Assert.Single((object[])report.Properties["Labels"].Value);
    }

    [Fact]
    public void Other_inputs_and_models_are_told_apart()
    {
        workspace.WriteVolume("replaced.tif", [6]);
        workspace.Run("Import-SegImage replaced.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels replaced_labels.tif -Provenance Sidecar; Import-SegLabels strokes.tif | Export-SegLabels bare.tif -Provenance Sidecar").NoErrors();

        Assert.Equal(2, Check("replaced_labels.tif", "other.ndseg").ExitCode);
        Assert.Equal(0, Check("replaced_labels.tif", ".").ExitCode);
        Assert.Equal(2, Check("bare.tif").ExitCode);
        workspace.WriteVolume("replaced.tif", [7]);
        Assert.Equal(2, Check("replaced_labels.tif").ExitCode);
        Assert.Equal(2, Check("absent.tif").ExitCode);
    }

    [Fact]
    public void Account_says_what_is_needed_to_judge_a_result()
    {
        workspace.WriteVolume("told.tif", [1]);
        PSObject account = Assert.Single(workspace.Run("Import-SegImage told.tif | Invoke-SegApply -Model model.ndseg -Smooth 2 | Export-SegLabels told_labels.tif -Provenance Sidecar; Get-SegProvenance told_labels.tif").NoErrors().Output);

        Assert.Equal(Sha256("told.tif"), Value("Input.Sha256"));
        Assert.Equal(Sha256("model.ndseg"), Value("Model.Sha256"));
        Assert.Equal(Sha256("told_labels.tif"), Value("Run.Output.Sha256"));
        Assert.Equal(1L, Value("Model.Parameters.Seed"));
        Assert.Equal(10L, Value("Model.Parameters.Trees"));
        Assert.Equal("cpu", Value("Device"));
        Assert.Equal(Environment.Version.ToString(), ((string)Value("Runtime")!).Split(' ')[1]);
        Assert.Equal(false, Value("Features.Membrane"));
        Assert.Contains("PureHDF", ((PSObject)Value("Libraries")!).Properties.Select(p => p.Name));
        Assert.InRange(DateTimeOffset.Parse((string)Value("Run.Written")!, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.Now.AddMinutes(-5), DateTimeOffset.Now);

        object? Value(string path) => path.Split('.').Aggregate((object?)account, (at, name) => ((PSObject)at!).Properties[name].Value);
    }

    private string Sha256(string name) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(workspace.PathOf(name))));

    private void AssertReproduced(string labels, string model = "model.ndseg")
    {
        ScriptResult result = Check(labels, model);
        Assert.True(result.ExitCode == 0, string.Join('\n', result.Errors));
        Assert.Equal(true, Assert.Single(result.Output).Properties["BytesEqual"].Value);
    }

    private ScriptResult Check(string labels, string model = "model.ndseg")
        => workspace.Run($"& '{VolumeWorkspace.Example("Test-SegReproducibility.ps1")}' -Path '{labels}' -InputFolder . -Model '{model}'");
}
