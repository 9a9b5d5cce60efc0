using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace NDSeg.PowerShell.Tests.Volumes;

/// <summary>The scheduled job, examples/nightly.ps1, in the bare engine and in processes of its own.</summary>
[Collection(SharedWorkspace.Name)]
public sealed class NightlyTests(VolumeWorkspace workspace)
{
    [Fact]
    public void Folder_is_labelled_once_and_then_left_alone()
    {
        workspace.WriteVolume("first/a.tif", [1]);
        workspace.WriteVolume("first/b.tif", [2, 3, 4]);

        Assert.Equal(0, Nightly("first"));
        Assert.Equal(["a", "b"], Samples("first-out", "labelled"));
        foreach (string name in new[] { "a_labels.tif", "a_labels.tif.json", "a_phases.csv", "a.png", "b_labels.tif", "b_labels.tif.json", "b_phases.csv", "b.png" })
        {
            Assert.True(File.Exists(workspace.PathOf($"first-out/{name}")), name);
        }

        string[] phases = File.ReadAllLines(workspace.PathOf("first-out/phases.csv"));
        Assert.Equal("sample,value,class,pixels,fraction", phases[0]);
        Assert.Equal(["a", "a", "b", "b"], phases[1..].Select(l => l.Split(',')[0]));
        Assert.Equal(3L * VolumeWorkspace.Edge * VolumeWorkspace.Edge, phases[3..].Sum(l => long.Parse(l.Split(',')[3], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(1.0, phases[1..3].Sum(l => double.Parse(l.Split(',')[4], System.Globalization.CultureInfo.InvariantCulture)), 12);

        Dictionary<string, DateTime> before = Results("first-out");
        Assert.Equal(0, Nightly("first"));
        Assert.Equal(before, Results("first-out"));
        Assert.Equal(["a", "b"], Samples("first-out", "uptodate"));
        Assert.Equal(2, Samples("first-out", "labelled").Count);
    }

    [Fact]
    public void Changed_input_model_or_setting_is_done_again()
    {
        workspace.WriteVolume("changed/a.tif", [1]);
        workspace.WriteVolume("changed/b.tif", [2]);
        Assert.Equal(0, Nightly("changed"));

        workspace.WriteVolume("changed/b.tif", [5]);
        Assert.Equal(0, Nightly("changed"));
        Assert.Equal(["a", "b", "b"], Samples("changed-out", "labelled"));

        Assert.Equal(0, Nightly("changed", "-Smooth 1"));
        Assert.Equal(["a", "a", "b", "b", "b"], Samples("changed-out", "labelled"));

        Assert.Equal(0, Nightly("changed", "-Smooth 1", "other.ndseg"));
        Assert.Equal(7, Samples("changed-out", "labelled").Count);

        File.AppendAllText(workspace.PathOf("changed-out/a_labels.tif"), "damaged");
        File.Delete(workspace.PathOf("changed-out/b.png"));
        Assert.Equal(0, Nightly("changed", "-Smooth 1", "other.ndseg"));
        Assert.Equal(9, Samples("changed-out", "labelled").Count);
    }

    [Fact]
    public void Damaged_file_or_slice_gives_1_and_does_not_stop_the_others()
    {
        workspace.WriteVolume("damaged/a.tif", [1]);
        File.WriteAllText(workspace.PathOf("damaged/b.tif"), "no image");
        TiffStackFile.Damage(workspace.WriteVolume("damaged/c.tif", [2, 3, 4]), 1, VolumeWorkspace.Edge, VolumeWorkspace.Edge);

        Assert.Equal(1, Nightly("damaged"));
        Assert.Equal(["a", "c"], Samples("damaged-out", "labelled"));
        Assert.Equal(["b"], Samples("damaged-out", "failed"));
        JsonElement labelled = Events("damaged-out").Single(e => Text(e, "event") == "labelled" && Text(e, "sample") == "c");
        Assert.Equal("1", Assert.Single(labelled.GetProperty("missing").EnumerateArray()).GetString());
        Assert.True(File.Exists(workspace.PathOf("damaged-out/c.png")));

        // The same damaged slice is not computed again, and not forgotten.
        Assert.Equal(1, Nightly("damaged"));
        Assert.Equal(2, Samples("damaged-out", "labelled").Count);
    }

    [Theory]
    [InlineData("nowhere", "model.ndseg")]
    [InlineData("hollow", "model.ndseg")]
    [InlineData("spoilt", "model.ndseg")]
    [InlineData("sound", "absent.ndseg")]
    public void Nothing_to_be_done_gives_2(string folder, string model)
    {
        Directory.CreateDirectory(workspace.PathOf("hollow"));
        Directory.CreateDirectory(workspace.PathOf("spoilt"));
        File.WriteAllText(workspace.PathOf("spoilt/a.tif"), "no image");
        workspace.WriteVolume("sound/a.tif", [1]);

        Assert.Equal(2, Nightly(folder, model: model));
    }

    [Fact]
    public void Sample_in_the_hands_of_another_run_is_left_to_it_and_a_lock_without_owner_is_taken()
    {
        workspace.WriteVolume("locked/a.tif", [1]);
        workspace.WriteVolume("locked/b.tif", [2]);
        Directory.CreateDirectory(workspace.PathOf("locked-out/.locks"));
        File.WriteAllText(workspace.PathOf("locked-out/.locks/b.lock"), "left by a run that was killed");
        using (new FileStream(workspace.PathOf("locked-out/.locks/a.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(0, Nightly("locked"));
        }

        Assert.Equal(["a"], Samples("locked-out", "busy"));
        Assert.Equal(["b"], Samples("locked-out", "labelled"));
        Assert.Equal(0, Nightly("locked"));
        Assert.Equal(["a", "b"], Samples("locked-out", "labelled"));
    }

    [Fact]
    public async Task Two_runs_at_once_share_the_work()
    {
        for (int sample = 0; sample < 4; sample++)
        {
            workspace.WriteVolume($"twice/s{sample}.tif", [sample, sample + 1]);
        }

        using Process one = workspace.Start(Command("twice"));
        using Process two = workspace.Start(Command("twice"));
        Task<string>[] texts = [one.StandardError.ReadToEndAsync(), two.StandardError.ReadToEndAsync(), one.StandardOutput.ReadToEndAsync(), two.StandardOutput.ReadToEndAsync()];
        await Task.WhenAll(one.WaitForExitAsync(), two.WaitForExitAsync());

        Assert.True(one.ExitCode == 0 && two.ExitCode == 0, string.Concat(await Task.WhenAll(texts)));
        Assert.Equal(["s0", "s1", "s2", "s3"], Samples("twice-out", "labelled"));
        Assert.Equal(2, Directory.GetFiles(workspace.PathOf("twice-out/log")).Length);
        Assert.Empty(Directory.EnumerateFileSystemEntries(workspace.PathOf("twice-out"), "*.tmp"));
        Assert.Equal(9, File.ReadAllLines(workspace.PathOf("twice-out/phases.csv")).Length);
    }

    [Theory]
    [InlineData("model.ndseg", 3)]
    [InlineData("other.ndseg", 8)]
    public void Killed_job_goes_on_where_it_was_or_begins_anew_with_another_model(string model, int computedAtMost)
    {
        string folder = $"killed{computedAtMost}";
        workspace.WriteVolume($"{folder}/v.tif", Enumerable.Range(0, 8));

        // The same volume writer as the job's, killed at slice 6 of 8.
        Directory.CreateDirectory(workspace.PathOf($"{folder}-out"));
        string target = $"{folder}-out/v_labels.tif";
        workspace.RunProcess($"Import-SegImage {folder}/v.tif -ResumeFrom {target} | Invoke-SegApply -Model model.ndseg | ForEach-Object {{ if ($_.Series.Ordinal -eq 6) {{ [Diagnostics.Process]::GetCurrentProcess().Kill() }}; $_ }} | Export-SegLabels {target} -Resume -Provenance Sidecar");
        workspace.Run($"Import-SegImage {folder}/v.tif | Invoke-SegApply -Model {model} | Export-SegLabels {folder}.tif").NoErrors();

        Assert.Equal(0, Nightly(folder, model: model));
        Assert.Equal(File.ReadAllBytes(workspace.PathOf($"{folder}.tif")), File.ReadAllBytes(workspace.PathOf(target)));
        Assert.InRange(Events($"{folder}-out").Single(e => Text(e, "event") == "labelled").GetProperty("computed").GetInt32(), 1, computedAtMost);
    }

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;

    private static string Command(string folder, string more = "", string model = "model.ndseg")
        => $"& '{VolumeWorkspace.Example("nightly.ps1")}' -InputFolder {folder} -OutputFolder {folder}-out -Model {model} {more}; exit $LASTEXITCODE";

    private int Nightly(string folder, string more = "", string model = "model.ndseg")
    {
        ScriptResult result = workspace.Run(Command(folder, more, model).Replace("; exit $LASTEXITCODE", string.Empty, StringComparison.Ordinal));
        return result.NoErrors().ExitCode!.Value;
    }

    private Dictionary<string, DateTime> Results(string folder)
        => Directory.GetFiles(workspace.PathOf(folder), "*_labels.*").ToDictionary(f => f, File.GetLastWriteTimeUtc);

    private List<JsonElement> Events(string folder)
        => [.. Directory.GetFiles(workspace.PathOf($"{folder}/log"), "*.jsonl").SelectMany(File.ReadAllLines).Select(l => JsonDocument.Parse(l).RootElement)];

    private List<string> Samples(string folder, string name)
        => [.. Events(folder).Where(e => Text(e, "event") == name).Select(e => Text(e, "sample")).Order(StringComparer.Ordinal)];
}
