using NDSeg.PowerShell.Tests.Hosted;
using NDSeg.PowerShell.Tests.Volumes;
using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>-WhatIf: every writer leaves the folder as it was.</summary>
public sealed class WhatIfTests : IDisposable
{
    private readonly HostedModule module = new();

    public WhatIfTests()
    {
        TiffStackFile.Write(module.PathOf("volume.tif"), 32, 32, [.. Enumerable.Range(0, 3).Select(n => StripedScan.Slice(32, 32, n))]);
        module.Run("""
            $p = New-SegPhantom 32 32
            $config = New-SegFeatureConfig -Sigma 1 -Exclude Membrane
            $m = New-SegModel -Trees 3 | Invoke-SegTraining -Image $p.Image -Labels $p.Strokes -Config $config
            $s = $p.Image | Invoke-SegApply $m -Probability -Uncertainty
            """).NoErrors();
    }

    [Theory]
    [InlineData("$s | Export-SegLabels {0}.tif -Provenance Both -Probability -Uncertainty")]
    [InlineData("$s | Export-SegLabels {0}.png")]
    [InlineData("$s | Export-SegLabels {0}.h5")]
    [InlineData("Import-SegImage volume.tif | Invoke-SegApply $m | Export-SegLabels {0}.tif -Provenance Sidecar")]
    [InlineData("Import-SegImage volume.tif | Invoke-SegApply $m | Export-SegLabels {0}.tif -Resume")]
    [InlineData("Import-SegImage volume.tif | Invoke-SegApply $m | Export-SegLabels -Directory {0}/deep")]
    [InlineData("Import-SegImage volume.tif | Invoke-SegApply $m | Export-SegLabels -Directory {0} -PerSlice -Format Png")]
    [InlineData("$m | Export-SegModel {0}.ndseg")]
    [InlineData("$p.Image, $s | Export-SegFigure {0}.png")]
    public void Nothing_is_written(string command)
    {
        string[] before = Entries();
        HostedResult tried = module.Run(command.Replace("{0}", "tried", StringComparison.Ordinal) + " -WhatIf -PassThru").NoErrors();
        Assert.Empty(tried.Output);
        Assert.Equal(before, Entries());

        // The same command without it writes: what was left out would have been made.
        HostedResult made = module.Run(command.Replace("{0}", "made", StringComparison.Ordinal) + " -PassThru").NoErrors();
        Assert.NotEmpty(made.Output);
        Assert.True(Entries().Length > before.Length);
    }

    [Theory]
    [InlineData("$s | Export-SegLabels kept.tif -Force -WhatIf")]
    [InlineData("$m | Export-SegModel kept.tif -Force -WhatIf")]
    [InlineData("$p.Image | Export-SegFigure kept.tif -Force -WhatIf")]
    [InlineData("$s | Export-SegLabels kept.tif -Force -Confirm:$false -WhatIf")]
    public void An_existing_file_stays_as_it_was(string command)
    {
        File.WriteAllText(module.PathOf("kept.tif"), "mine");
        module.Run(command).NoErrors();
        Assert.Equal("mine", File.ReadAllText(module.PathOf("kept.tif")));
    }

    [Fact]
    public void Every_command_that_writes_has_it_and_no_other()
        => Assert.Equal(
            ["Export-SegFigure", "Export-SegLabels", "Export-SegModel"],
            module.Run("Get-Command -Module NDSeg | Where-Object { $_.Parameters.ContainsKey('WhatIf') -and $_.Parameters.ContainsKey('Confirm') } | ForEach-Object Name").All<string>().Order());

    public void Dispose() => module.Dispose();

    private string[] Entries() => [.. Directory.EnumerateFileSystemEntries(module.Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal)];
}
