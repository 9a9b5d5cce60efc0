using Xunit;

namespace NDSeg.PowerShell.Tests.Volumes;

/// <summary>A run that is killed goes on where it was, and ends with the bytes of an uninterrupted one.</summary>
[Collection(SharedWorkspace.Name)]
public sealed class ResumeTests(VolumeWorkspace workspace)
{
    private const int Slices = 16;
    private const string Kill = "[Diagnostics.Process]::GetCurrentProcess().Kill()";

    [Theory]
    [InlineData("tif", "None")]
    [InlineData("tif", "Both")]
    [InlineData("h5", "Embedded")]
    public void Killed_run_continues_to_the_same_bytes(string extension, string provenance)
    {
        string name = $"killed-{extension}-{provenance}";
        workspace.WriteVolume($"{name}.tif", Enumerable.Range(0, Slices));
        workspace.Run($"Import-SegImage {name}.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels {name}-whole.{extension} -Provenance {provenance}").NoErrors();

        (int exitCode, _) = workspace.RunProcess(Pipeline(name, extension, provenance, $"ForEach-Object {{ if ($_.Series.Ordinal -eq 9) {{ {Kill} }}; $_ }}"));
        Assert.NotEqual(0, exitCode);
        Assert.False(File.Exists(workspace.PathOf($"{name}-labels.{extension}")));

        ScriptResult rest = workspace.Run(Pipeline(name, extension, provenance, "ForEach-Object { $n++; $_ }") + "; $n");

        // Slices 0 to 7 were there for certain; 8 was being written.
        Assert.InRange(rest.Single<int>(), Slices - 9, Slices - 8);
        Assert.Equal(File.ReadAllBytes(workspace.PathOf($"{name}-whole.{extension}")), File.ReadAllBytes(workspace.PathOf($"{name}-labels.{extension}")));
        Assert.False(Directory.Exists(workspace.PathOf($"{name}-labels.{extension}.partial")));
    }

    [Fact]
    public void Run_killed_before_the_slices_were_joined_is_closed_by_the_next_one()
    {
        workspace.WriteVolume("joined.tif", Enumerable.Range(0, 5));
        workspace.Run("Import-SegImage joined.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels joined-whole.tif").NoErrors();
        workspace.RunProcess(Pipeline("joined", "tif", "None", $"ForEach-Object -Process {{ $_ }} -End {{ [Threading.Thread]::Sleep(500); {Kill} }}"));

        int computed = workspace.Run(Pipeline("joined", "tif", "None", "ForEach-Object { $n++; $_ }") + "; $n").Single<int>();

        Assert.Equal(1, computed);
        Assert.Equal(File.ReadAllBytes(workspace.PathOf("joined-whole.tif")), File.ReadAllBytes(workspace.PathOf("joined-labels.tif")));
    }

    [Fact]
    public void Damaged_slice_is_tried_again_by_the_next_run()
    {
        string scan = workspace.WriteVolume("mended.tif", Enumerable.Range(0, 6));
        byte[] good = File.ReadAllBytes(scan);
        workspace.Run("Import-SegImage mended.tif | Invoke-SegApply -Model model.ndseg | Export-SegLabels mended-whole.tif").NoErrors();
        TiffStackFile.Damage(scan, 1, VolumeWorkspace.Edge, VolumeWorkspace.Edge);
        workspace.RunProcess(Pipeline("mended", "tif", "None", $"ForEach-Object {{ if ($_.Series.Ordinal -eq 4) {{ {Kill} }}; $_ }}"));

        // With the slice still damaged it is reported again and the file is made without it.
        ScriptResult result = workspace.Run(Pipeline("mended", "tif", "None", "ForEach-Object { $_ }"));
        Assert.Equal(["TruncatedImage"], result.ErrorIds);
        Assert.Equal((true, 6), TiffStackFile.Inspect(workspace.PathOf("mended-labels.tif")));
        Assert.NotEqual(good, File.ReadAllBytes(scan));
    }

    [Theory]
    [InlineData("-Model other.ndseg")]
    [InlineData("-Model model.ndseg -Smooth 2")]
    public void Remainder_of_another_computation_is_not_continued(string apply)
    {
        string name = $"mixed{apply.Length}";
        workspace.WriteVolume($"{name}.tif", Enumerable.Range(0, 6));
        workspace.RunProcess(Pipeline(name, "tif", "None", $"ForEach-Object {{ if ($_.Series.Ordinal -eq 3) {{ {Kill} }}; $_ }}"));

        ScriptResult result = workspace.Run(Pipeline(name, "tif", "None", "ForEach-Object { $_ }").Replace("-Model model.ndseg", apply, StringComparison.Ordinal));

        Assert.Equal(["ResumeMismatch"], result.ErrorIds);
        Assert.False(File.Exists(workspace.PathOf($"{name}-labels.tif")));

        // -Force gives the remainder up, but what the reader has left out for it is not taken for damaged slices.
        string forced = Pipeline(name, "tif", "None", "ForEach-Object { $_ }").Replace("-Model model.ndseg", apply, StringComparison.Ordinal) + " -Force";
        Assert.Equal(["ResumeMismatch"], workspace.Run(forced).ErrorIds);
        workspace.Run(forced).NoErrors();
        workspace.Run($"Import-SegImage {name}.tif | Invoke-SegApply {apply} | Export-SegLabels {name}-whole.tif").NoErrors();
        Assert.Equal(File.ReadAllBytes(workspace.PathOf($"{name}-whole.tif")), File.ReadAllBytes(workspace.PathOf($"{name}-labels.tif")));
    }

    private static string Pipeline(string name, string extension, string provenance, string between) => $$"""
        Import-SegImage {{name}}.tif -ResumeFrom {{name}}-labels.{{extension}} | Invoke-SegApply -Model model.ndseg | {{between}} |
            Export-SegLabels {{name}}-labels.{{extension}} -Resume -Provenance {{provenance}}
        """;
}
