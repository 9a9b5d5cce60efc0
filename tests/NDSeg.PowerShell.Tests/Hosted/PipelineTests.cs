using PureHDF;
using Xunit;

namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>The forms in which the job is written, from files to files, and what a bad file among good ones does to them.</summary>
public class PipelineTests(PhantomSession session) : IClassFixture<PhantomSession>
{
    [Fact]
    public void From_slice_and_strokes_to_labels_and_a_model_with_a_forest() => RunTheJob("RandomForest");

    [XGBoostCmdletFact]
    public void From_slice_and_strokes_to_labels_and_a_model_with_XGBoost() => RunTheJob("XGBoost");

    [Fact]
    public void A_folder_is_labelled_one_slice_at_a_time()
    {
        string scans = Folder("scans");
        for (int seed = 1; seed <= 3; seed++)
        {
            byte[] samples = session.Run($", (New-SegPhantom 96 80 -Seed {seed}).Image.Plane(0)").One<byte[]>();
            SampleTiff.Write(Path.Combine(scans, $"scan{seed}.tif"), PhantomSession.Height, PhantomSession.Width, samples);
        }

        session.Run("""
            New-SegModel -Trees 10 | Invoke-SegTraining -Image $phantom.Image -Labels strokes.tif | Export-SegModel folder.ndseg
            Import-SegImage scans/*.tif | Invoke-SegApply -Model folder.ndseg | Export-SegLabels -Directory labels
            """).NoErrors();

        Assert.Equal(["scan1_labels.tif", "scan2_labels.tif", "scan3_labels.tif"], Names("labels"));
        foreach (int seed in new[] { 1, 2, 3 })
        {
            double accuracy = session.Run($"(Measure-SegAccuracy labels/scan{seed}_labels.tif -Truth (New-SegPhantom 96 80 -Seed {seed}).Truth).OverallAccuracy").One<double>();
            Assert.InRange(accuracy, 0.5, 1);
        }
    }

    [Fact]
    public void Results_come_before_the_last_file_was_read()
    {
        session.Run("$streamed = New-SegModel -Trees 2 | Invoke-SegTraining -Image $phantom.Image -Labels strokes.tif -Config (New-SegFeatureConfig 1)").NoErrors();
        string[] order = session.Run("""
            $order = [System.Collections.Generic.List[string]]::new()
            1..3 | ForEach-Object { $order.Add("read $_"); $phantom.Image } | Invoke-SegApply $streamed | ForEach-Object { $order.Add('labelled') }
            $order
            """).All<string>();
        Assert.Equal(6, order.Length);
        Assert.True(Array.IndexOf(order, "labelled") < Array.IndexOf(order, "read 3"), string.Join(", ", order));
    }

    [Fact]
    public void The_pages_of_a_stack_stream_into_one_file()
    {
        byte[] other = session.Run(", (New-SegPhantom 96 80 -Seed 2).Image.Plane(0)").One<byte[]>();
        SampleTiff.Write(session.PathOf("stack.tif"), PhantomSession.Height, PhantomSession.Width, session.Slice, other, session.Slice);
        session.Run("""
            $m = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels strokes.tif
            Import-SegImage stack.tif | Invoke-SegApply $m | Export-SegLabels stack_labels.tif
            """).NoErrors();
        Assert.Equal(3, Volumes.TiffStackFile.Inspect(session.PathOf("stack_labels.tif")).Pages);
        byte[] expected = session.Values("$phantom.Image | Invoke-SegApply $m");
        Assert.Equal(expected, session.Run(", (Import-SegImage stack_labels.tif -Slice 0).Plane(0)").One<byte[]>());
        Assert.Equal(expected, session.Run(", (Import-SegImage stack_labels.tif -Slice 2).Plane(0)").One<byte[]>());
        Assert.NotEqual(expected, session.Run(", (Import-SegImage stack_labels.tif -Slice 1).Plane(0)").One<byte[]>());
    }

    [Fact]
    public void Six_chemical_maps_of_a_dataset_make_64_maps()
    {
        var maps = new float[PhantomSession.Height, PhantomSession.Width, 6];
        for (int i = 0; i < session.Slice.Length; i++)
        {
            for (int c = 0; c < 6; c++)
            {
                maps[i / PhantomSession.Width, i % PhantomSession.Width, c] = session.Slice[i] * (c + 1) / 255f;
            }
        }

        new H5File { ["data"] = maps }.Write(session.PathOf("maps.h5"));
        session.Run("$more = Import-SegImage slice.tif | Get-SegFeatures -ExtraChannel (Import-SegImage maps.h5 -Dataset data -ChannelAxis 2)").NoErrors();
        Assert.Equal("96 x 80 x 64", session.Run("$more.Shape").One<string>());
        float[] fourth = session.Run(", $more.CopyMap(61)").One<float[]>();
        Assert.Equal(session.Slice.Select(v => v * 4 / 255f), fourth);

        session.Run("""
            $chemical = New-SegModel -Trees 10 | Invoke-SegTraining -Features $more -Labels strokes.tif
            $fromStack = $more | Invoke-SegApply $chemical
            $fromImage = Import-SegImage slice.tif | Invoke-SegApply $chemical -ExtraChannel (Import-SegImage maps.h5 -Dataset data -ChannelAxis 2)
            """).NoErrors();
        Assert.Equal(64, session.Run("$chemical.FeatureNames.Count").One<int>());
        Assert.Equal(session.Values("$fromStack"), session.Values("$fromImage"));
        session.Run("$more.Dispose()");
    }

    [Fact]
    public void Training_joins_several_image_and_label_pairs()
    {
        session.WritePhantom("slice2.tif", "strokes2.tif", "truth2.tif", 2, "second");
        session.Run("""
            $images = Import-SegImage slice.tif, slice2.tif
            $both = New-SegModel -Seed 7 -Trees 20 | Invoke-SegTraining -Image $images -Labels (Import-SegLabels strokes.tif, strokes2.tif)
            $swapped = New-SegModel -Seed 7 -Trees 20 | Invoke-SegTraining -Image $images -Labels strokes.tif, strokes2.tif
            $third = New-SegPhantom 96 80 -Seed 3
            """).NoErrors();
        int painted = session.Strokes.Count(v => v != 0) + session.Values("$second.Strokes").Count(v => v != 0);
        Assert.Equal(painted, session.Run("$both.State.Summary.SampleCount").One<int>());
        Assert.InRange(session.Run("($third.Image | Invoke-SegApply $both | Measure-SegAccuracy -Truth $third.Truth).OverallAccuracy").One<double>(), 0.6, 1);
        Assert.True(session.Run("(Compare-SegLabels ($third.Image | Invoke-SegApply $both) ($third.Image | Invoke-SegApply $swapped)).Equal").One<bool>());
    }

    [Fact]
    public void Stack_table_and_image_train_the_same_model()
    {
        session.Run("""
            $stack = Import-SegImage slice.tif | Get-SegFeatures
            $untrained = New-SegModel -Trees 10 -Seed 2
            $untrained | Invoke-SegTraining -Features $stack -Labels strokes.tif | Export-SegModel from-stack.ndseg
            $untrained | Invoke-SegTraining -TrainingData (Get-SegTrainingData $stack strokes.tif) | Export-SegModel from-table.ndseg
            $untrained | Invoke-SegTraining -Image (Import-SegImage slice.tif) -Labels strokes.tif | Export-SegModel from-image.ndseg
            $stack.Dispose()
            """).NoErrors();
        byte[] expected = File.ReadAllBytes(session.PathOf("from-stack.ndseg"));
        Assert.Equal(expected, File.ReadAllBytes(session.PathOf("from-table.ndseg")));
        Assert.Equal(expected, File.ReadAllBytes(session.PathOf("from-image.ndseg")));
    }

    [Fact]
    public void Train_apply_clean_and_measure_in_one_line()
    {
        long[] pixels = session.Run("""
            New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes |
                ForEach-Object { $phantom.Image | Invoke-SegApply $_ -Smooth 1 } | Optimize-SegLabels -MajorityRadius 1 |
                Measure-SegPhase | ForEach-Object Pixels
            """).All<long>();
        Assert.Equal(6, pixels.Length);
        Assert.Equal(PhantomSession.Height * PhantomSession.Width, pixels.Sum());
    }

    [Fact]
    public void Paths_wildcards_folders_and_file_objects_head_the_pipeline_alike()
    {
        string heads = Folder("heads");
        SampleTiff.Write(Path.Combine(heads, "a[1].tif"), 4, 4, new byte[16]);
        SampleTiff.Write(Path.Combine(heads, "b.tif"), 4, 4, new byte[16]);
        foreach (string form in new[]
        {
            "Import-SegImage heads/*.tif", "Import-SegImage heads", "'heads/b.tif', 'heads/*1*.tif' | Import-SegImage",
            "[System.IO.DirectoryInfo]::new('heads'), 1 | Where-Object { $_ -is [System.IO.DirectoryInfo] } | Import-SegImage",
            "$ExecutionContext.InvokeProvider.ChildItem.Get('heads', $false) | Import-SegImage",
        })
        {
            Assert.Equal(2, session.Run(form).NoErrors().Output.Count);
        }

        Assert.Equal("4 x 4", session.Run("(Import-SegImage -LiteralPath 'heads/a[1].tif').Shape").One<string>());
    }

    [Fact]
    public void The_other_files_are_read()
    {
        File.WriteAllText(session.PathOf("bad.tif"), "no image");
        HostedResult seen = session.Run("Import-SegImage slice.tif, bad.tif, gone.tif, strokes.tif | ForEach-Object { $_.Source.Path }");
        Assert.Equal([session.PathOf("slice.tif"), session.PathOf("strokes.tif")], seen.Output.Select(o => o.ToString()));
        Assert.Equal(["NotAnImage", "FileNotFound"], seen.ErrorIds);
    }

    [Fact]
    public void The_other_images_are_labelled_and_written()
    {
        string mixed = Folder("mixed");
        File.Copy(session.PathOf("slice.tif"), Path.Combine(mixed, "a.tif"));
        File.WriteAllText(Path.Combine(mixed, "b.tif"), "no image");
        SampleTiff.Write(Path.Combine(mixed, "c.tif"), 20, 20, 3, [new byte[1200]]);
        float[] nan = new float[400];
        nan[21] = float.NaN;
        SampleTiff.Write(Path.Combine(mixed, "d.tif"), 20, 20, nan);
        byte[] whole = File.ReadAllBytes(session.PathOf("slice.tif"));
        File.WriteAllBytes(Path.Combine(mixed, "e.tif"), whole[..3000]);
        File.Copy(session.PathOf("slice.tif"), Path.Combine(mixed, "f.tif"));
        session.Run("New-SegModel -Trees 3 | Invoke-SegTraining -Image $phantom.Image -Labels strokes.tif | Export-SegModel mixed.ndseg").NoErrors();

        HostedResult seen = session.Run("Import-SegImage mixed/*.tif | Invoke-SegApply mixed.ndseg | Export-SegLabels -Directory mixed-out");

        Assert.False(seen.Ended);
        Assert.Equal(4, seen.Errors.Count);
        Assert.Contains("NotAnImage", seen.ErrorIds);
        Assert.Contains("ChannelMismatch", seen.ErrorIds);
        Assert.Contains("NonFinitePixel", seen.ErrorIds);
        Assert.Equal(["a_labels.tif", "f_labels.tif"], Names("mixed-out"));
        Assert.Equal(File.ReadAllBytes(session.PathOf("mixed-out/a_labels.tif")), File.ReadAllBytes(session.PathOf("mixed-out/f_labels.tif")));
    }

    [Fact]
    public void The_other_models_are_loaded_and_trained_and_the_other_maps_measured()
    {
        session.Run("New-SegModel -Trees 2 | Invoke-SegTraining -Image $phantom.Image -Labels strokes.tif | Export-SegModel good.ndseg").NoErrors();
        HostedResult loaded = session.Run("Import-SegModel good.ndseg, slice.tif, good.ndseg");
        Assert.Equal(2, loaded.Output.Count);
        Assert.Equal(["CorruptModel"], loaded.ErrorIds);

        HostedResult measured = session.Run("$tiny = New-SegPhantom 32 32; $phantom.Truth, $tiny.Truth, $phantom.Truth | Measure-SegAccuracy -Truth truth.tif | ForEach-Object MeanIoU");
        Assert.Equal([1.0, 1.0], measured.Values);
        Assert.Equal(["LabelShapeMismatch"], measured.ErrorIds);
    }

    [Fact]
    public void A_second_result_for_one_file_leaves_the_first_one_and_nothing_else()
    {
        Folder("once");
        HostedResult seen = session.Run("$phantom.Truth, $phantom.Strokes | Export-SegLabels once/a.tif");
        Assert.Equal(["SeveralResultsOneFile"], seen.ErrorIds);
        Assert.Equal(["a.tif"], Names("once"));
        Assert.Equal(session.Values("$phantom.Truth"), session.Values("Import-SegLabels once/a.tif"));
    }

    private void RunTheJob(string algorithm)
    {
        string folder = Folder(algorithm);
        session.Run($$"""
            $features = Import-SegImage slice.tif | Get-SegFeatures
            $labels = Import-SegLabels strokes.tif
            $trained = New-SegModel -Algorithm {{algorithm}} -MaxDepth 8 -ClassWeight Balanced | Invoke-SegTraining -Features $features -Labels $labels
            $features | Invoke-SegApply -Model $trained | Export-SegLabels {{algorithm}}/stack.tif
            $trained | Export-SegModel {{algorithm}}/battery.ndseg
            $features.Dispose()
            Import-SegImage slice.tif | Invoke-SegApply -Model $trained | Export-SegLabels {{algorithm}}/image.tif
            Import-SegImage slice.tif | Invoke-SegApply -Model {{algorithm}}/battery.ndseg | Export-SegLabels {{algorithm}}/file.tif
            """).NoErrors();

        Assert.Equal(["battery.ndseg", "file.tif", "image.tif", "stack.tif"], Names(algorithm));
        byte[] expected = File.ReadAllBytes(Path.Combine(folder, "stack.tif"));
        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(folder, "image.tif")));
        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(folder, "file.tif")));
        Assert.InRange(session.Run($"(Measure-SegAccuracy {algorithm}/file.tif -Truth truth.tif).OverallAccuracy").One<double>(), 0.65, 1);
    }

    private string Folder(string name) => Directory.CreateDirectory(session.PathOf(name)).FullName;

    private string[] Names(string folder)
        => [.. Directory.EnumerateFileSystemEntries(session.PathOf(folder)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
}
