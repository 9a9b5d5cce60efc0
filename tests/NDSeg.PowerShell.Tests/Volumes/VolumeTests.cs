using System.Management.Automation;
using Xunit;

namespace NDSeg.PowerShell.Tests.Volumes;

/// <summary>Volumes and folders: slice by slice in, one file or many out.</summary>
[Collection(SharedWorkspace.Name)]
public sealed class VolumeTests(VolumeWorkspace workspace)
{
    private const string Apply = "Invoke-SegApply -Model model.ndseg";

    [Fact]
    public void Slices_of_a_volume_become_the_pages_of_one_big_tiff()
    {
        workspace.WriteVolume("pages.tif", Enumerable.Range(0, 5));
        PSObject file = Assert.Single(workspace.Run($"Import-SegImage pages.tif | {Apply} | Export-SegLabels pages_labels.tif -PassThru").NoErrors().Output);

        Assert.Equal(5, file.Properties["SliceCount"].Value);
        Assert.Empty((int[])file.Properties["MissingSlices"].Value);
        Assert.Equal((true, 5), TiffStackFile.Inspect(workspace.PathOf("pages_labels.tif")));

        // Every page is what its slice gives alone, as a file of one page.
        for (int slice = 0; slice < 5; slice++)
        {
            workspace.WriteVolume("alone.tif", [slice]);
            AssertEqual($"Import-SegImage alone.tif | {Apply}", $"Import-SegLabels pages_labels.tif -Slice {slice}");
        }
    }

    [Fact]
    public void Slices_go_into_one_hdf_dataset_and_are_read_back_along_their_axis()
    {
        workspace.WriteVolume("cube.tif", Enumerable.Range(3, 4));
        workspace.Run($$"""
            Import-SegImage cube.tif | {{Apply}} | Export-SegLabels cube.h5 -Dataset entry/labels
            Import-SegImage cube.tif | {{Apply}} | Export-SegLabels cube_labels.tif
            """).NoErrors();

        Assert.Equal(4, workspace.Run("Import-SegLabels cube.h5 -Dataset entry/labels -Axis 0").NoErrors().Output.Count);
        for (int slice = 0; slice < 4; slice++)
        {
            AssertEqual($"Import-SegLabels cube_labels.tif -Slice {slice}", $"Import-SegLabels cube.h5 -Axis 0 -Slice {slice}");
        }

        // Along another axis a slice has the shape of the other two.
        ScriptResult side = workspace.Run("Import-SegImage cube.h5 -Axis 1 -Slice 2-3,7 | ForEach-Object { \"$($_.Shape) $($_.Source.SliceIndex) $($_.Series.Ordinal) $($_.Series.Count)\" }");
        Assert.Equal([$"4 x {VolumeWorkspace.Edge} 2 0 3", $"4 x {VolumeWorkspace.Edge} 3 1 3", $"4 x {VolumeWorkspace.Edge} 7 2 3"], side.NoErrors().Output.Select(o => o.ToString()));
    }

    [Fact]
    public void Slices_go_into_a_file_each()
    {
        workspace.WriteVolume("each.tif", Enumerable.Range(0, 4));
        ScriptResult files = workspace.Run($"Import-SegImage each.tif -Slice 1-2 | {Apply} | Export-SegLabels -Directory each -PerSlice -PassThru | ForEach-Object Name");

        Assert.Equal(["each_0001_labels.tif", "each_0002_labels.tif"], files.NoErrors().Output.Select(o => o.ToString()));
        AssertEqual($"Import-SegImage each.tif -Slice 2 | {Apply}", "Import-SegLabels each/each_0002_labels.tif");
    }

    [Theory]
    [InlineData("tif", "")]
    [InlineData("h5", "-Axis 0")]
    public void Damaged_slice_is_reported_listed_and_left_unlabelled(string extension, string axis)
    {
        string scan = workspace.WriteVolume($"hurt-{extension}.tif", Enumerable.Range(0, 6));
        string whole = $"hurt-whole.{extension}";
        string hurt = $"hurt-labels.{extension}";
        workspace.Run($"Import-SegImage {scan} | {Apply} | Export-SegLabels {whole}").NoErrors();
        TiffStackFile.Damage(scan, 2, VolumeWorkspace.Edge, VolumeWorkspace.Edge);

        ScriptResult result = workspace.Run($"Import-SegImage {scan} -Slice 1-5 | {Apply} | Export-SegLabels {hurt} -Provenance Sidecar -PassThru");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("TruncatedImage", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal($"hurt-{extension}.tif[2]", error.TargetObject.ToString());
        PSObject file = Assert.Single(result.Output);
        Assert.Equal([2], (int[])file.Properties["MissingSlices"].Value);
        Assert.Equal(5, file.Properties["SliceCount"].Value);
        Assert.Equal("2", workspace.Run($"(Get-SegProvenance {hurt}).Run.MissingSlices").NoErrors().Output.Single().ToString());
        Assert.Equal(0L, workspace.Run($"$sum = 0L; Import-SegLabels {hurt} {axis} -Slice 1 | Measure-SegPhase | ForEach-Object {{ $sum += $_.Pixels }}; $sum").Single<long>());
        foreach (int slice in new[] { 1, 3, 4, 5 })
        {
            AssertEqual($"Import-SegLabels {whole} {axis} -Slice {slice}", $"Import-SegLabels {hurt} {axis} -Slice {slice - 1}");
        }
    }

    [Fact]
    public void Folder_is_read_file_by_file_in_the_order_of_its_numbers()
    {
        foreach (int number in new[] { 10, 2, 1 })
        {
            workspace.WriteVolume($"folder/scan_{number}.tif", [number]);
        }

        File.WriteAllText(workspace.PathOf("folder/notes.txt"), "not an image");
        File.WriteAllText(workspace.PathOf("folder/scan_3.tif"), "not an image either");
        File.WriteAllText(workspace.PathOf("folder/.scan_4.tif.tmp.tif"), "hidden");

        ScriptResult result = workspace.Run($"Import-SegImage folder | {Apply} | Export-SegLabels -Directory folder_out -PassThru | ForEach-Object Name");

        Assert.Equal(["scan_1_labels.tif", "scan_2_labels.tif", "scan_10_labels.tif"], result.Output.Select(o => o.ToString()));
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(workspace.PathOf("folder/scan_3.tif"), error.TargetObject.ToString());
        Assert.Equal(["scan_1.tif", "scan_10.tif", "scan_2.tif"], workspace.Run("Import-SegImage folder/scan_1*.tif, folder/scan_2.tif | ForEach-Object { \"$($_.Source)\" }").NoErrors().Output.Select(o => o.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Folder_without_images_is_an_error()
    {
        Directory.CreateDirectory(workspace.PathOf("bare"));
        Assert.Equal(["FileNotFound"], workspace.Run("Import-SegImage bare").ErrorIds);
    }

    [Fact]
    public void Existing_volume_stops_the_pipeline_before_the_second_slice_is_computed()
    {
        workspace.WriteVolume("stop.tif", Enumerable.Range(0, 6));
        File.WriteAllText(workspace.PathOf("stop_labels.tif"), "mine");
        ScriptResult result = workspace.Run($"try {{ Import-SegImage stop.tif | {Apply} | ForEach-Object {{ $n++; $_ }} | Export-SegLabels stop_labels.tif }} catch {{ \"$n $($_.FullyQualifiedErrorId)\" }}");

        Assert.StartsWith("1 TargetExists", Assert.Single(result.Output).ToString(), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(workspace.PathOf("stop_labels.tif")));
    }

    [Fact]
    public void Memory_does_not_grow_with_500_slices()
    {
        const int LargeEdge = 96;
        workspace.WriteVolume("long.tif", Enumerable.Range(0, 500), LargeEdge);
        (int exitCode, string output) = workspace.RunProcess($$"""
            Import-SegImage long.tif | Invoke-SegApply -Model model.ndseg | ForEach-Object {
                if ($_.Series.Ordinal -in 100, 450) { $Host.UI.WriteLine("bytes $([GC]::GetTotalMemory($true))") }
                $_
            } | Export-SegLabels long_labels.tif
            """);

        Assert.True(exitCode == 0, output);
        long[] bytes = [.. output.Split('\n').Where(l => l.StartsWith("bytes ", StringComparison.Ordinal)).Select(l => long.Parse(l.AsSpan(6), System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(2, bytes.Length);

        // 350 slices lie between; keeping the labels alone would take 350 x 9216 bytes, three times what is allowed.
        Assert.InRange(bytes[1] - bytes[0], long.MinValue, 350L * LargeEdge * LargeEdge / 3);
        Assert.Equal((true, 500), TiffStackFile.Inspect(workspace.PathOf("long_labels.tif")));
    }

    private void AssertEqual(string reference, string difference)
        => Assert.True(workspace.Run($"(Compare-SegLabels -Reference ({reference}) -Difference ({difference})).Equal").Single<bool>(), $"{reference} <> {difference}");
}
