using NDSeg.Jobs.Plans;
using NDSeg.Jobs.Slurm;
using Xunit;

namespace NDSeg.Jobs.Tests;

/// <summary>Ranges, array expressions, cores, stamps of files, and plans that were damaged.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 3)]
    [InlineData(10, 10)]
    [InlineData(2048, 256)]
    [InlineData(int.MaxValue, 1000)]
    public void Parts_follow_each_other_and_differ_by_one_slice(int slices, int parts)
    {
        IReadOnlyList<PartRange> cut = PartRange.Cut(slices, parts);
        Assert.Equal(parts, cut.Count);
        Assert.Equal(0, cut[0].First);
        Assert.Equal(slices - 1, cut[^1].Last);
        Assert.All(cut.Zip(cut.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
        Assert.True(cut.Max(p => p.Count) - cut.Min(p => p.Count) <= 1);
    }

    [Theory]
    [InlineData(new int[0], "")]
    [InlineData(new[] { 5 }, "5")]
    [InlineData(new[] { 3, 7, 8, 9 }, "3,7-9")]
    [InlineData(new[] { 0, 1, 5, 6 }, "0,1,5,6")]
    [InlineData(new[] { 0, 1, 2, 4, 6, 7, 8 }, "0-2,4,6-8")]
    public void Numbers_become_an_array_expression(int[] numbers, string expected) => Assert.Equal(expected, ArrayExpression.Of(numbers));

    [Theory]
    [InlineData(null, null, 8, 8)]
    [InlineData("4", null, 8, 4)]
    [InlineData("4", "16", 8, 4)]
    [InlineData(null, "3", 8, 3)]
    [InlineData("16", null, 8, 8)]
    [InlineData("0", "2(x2)", 8, 8)]
    public void A_part_uses_the_cores_that_Slurm_gave(string? perTask, string? onNode, int usable, int expected)
        => Assert.Equal(expected, AllottedCores.Count(name => name == "SLURM_CPUS_PER_TASK" ? perTask : onNode, usable));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(5_000_000)]
    public void A_stamp_tells_a_file_from_another(int bytes)
    {
        string path = folder.File("input");
        var content = new byte[bytes];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(path, content);
        FileStamp stamp = FileStamp.Of(path, whole: true, CancellationToken.None);
        stamp.Require(path, CancellationToken.None);

        // Copied, with a time of its own: the same file where its hash is known.
        File.SetLastWriteTimeUtc(path, stamp.Written.AddHours(1));
        stamp.Require(path, CancellationToken.None);
        Assert.Equal("InputChanged", Assert.Throws<SegException>(() => (stamp with { Sha256 = null }).Require(path, CancellationToken.None)).Id);

        File.WriteAllBytes(path, [.. content, 1]);
        Assert.Equal("InputChanged", Assert.Throws<SegException>(() => stamp.Require(path, CancellationToken.None)).Id);
        if (bytes > 0)
        {
            // The last byte is in every sample, whatever the time says.
            content[^1] ^= 1;
            File.WriteAllBytes(path, content);
            File.SetLastWriteTimeUtc(path, stamp.Written);
            Assert.Equal("InputChanged", Assert.Throws<SegException>(() => stamp.Require(path, CancellationToken.None)).Id);
        }

        File.Delete(path);
        Assert.Equal("FileNotFound", Assert.Throws<SegException>(() => stamp.Require(path, CancellationToken.None)).Id);
    }

    [Fact]
    public void A_byte_between_the_samples_is_seen_by_the_whole_hash()
    {
        string path = folder.File("input");
        var content = new byte[20_000_000];
        File.WriteAllBytes(path, content);
        FileStamp stamp = FileStamp.Of(path, whole: true, CancellationToken.None);
        content[70_000] = 1;
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, stamp.Written.AddSeconds(2));
        Assert.Equal("InputChanged", Assert.Throws<SegException>(() => stamp.Require(path, CancellationToken.None)).Id);
    }

    [Fact]
    public void A_folder_is_what_counts_of_it()
    {
        Directory.CreateDirectory(folder.File("image/0"));
        Directory.CreateDirectory(folder.File("image/labels"));
        File.WriteAllText(folder.File("image/zarr.json"), "group");
        File.WriteAllText(folder.File("image/0/c0"), "chunk");
        string path = folder.File("image");
        string[] members = ["0", "zarr.json"];
        FileStamp stamp = FileStamp.Of(path, whole: true, CancellationToken.None, members);
        FileStamp all = FileStamp.Of(path, whole: true, CancellationToken.None);
        File.WriteAllText(folder.File("image/labels/zarr.json"), "labels");
        if (!OperatingSystem.IsWindows())
        {
            // Readers do not follow links, and one may lead round in a circle.
            Directory.CreateSymbolicLink(folder.File("image/0/round"), path);
        }

        stamp.Require(path, CancellationToken.None, members);
        Assert.Equal(stamp, FileStamp.Of(path, whole: true, CancellationToken.None, members));
        Assert.Equal("InputChanged", Assert.Throws<SegException>(() => all.Require(path, CancellationToken.None)).Id);
        File.WriteAllText(folder.File("image/0/c1"), "chunk");
        Assert.Equal("InputChanged", Assert.Throws<SegException>(() => stamp.Require(path, CancellationToken.None, members)).Id);
    }

    [Theory]
    [InlineData(null, 1, 0, null)]
    [InlineData(null, 8, 5, 5)]
    [InlineData("2-4", 3, 1, 3)]
    [InlineData("7,0-2", 4, 0, 7)]
    [InlineData("7,0-2", 4, 3, 2)]
    [InlineData("-2,5", 4, 3, 5)]
    [InlineData("4-", 6, 5, 9)]
    [InlineData("4-,0", 7, 6, 0)]
    [InlineData("8-,7-", 5, 2, 7)]
    public void A_slice_has_the_number_that_it_has_in_the_file(string? slices, int count, int place, int? expected)
        => Assert.Equal(expected, new JobInput("/data/a.tif", null, slices, null, null, null, 0, count, FileStamp.Unknown).SliceAt(place));

    [Fact]
    public void A_script_tells_every_task_its_step_and_gives_the_merge_what_it_takes()
    {
        var job = new JobFolder("/shared/it's");
        var options = new SlurmOptions { CpusPerTask = 6, TimeLimit = TimeSpan.FromMinutes(90), Others = ["--export=NONE"] };
        string text = SubmitScript.Text(job, Plan() with { OutFile = "/data/labels.zarr" }, options);
        string[] calls = [.. text.Split('\n').Where(line => line.Contains("sbatch", StringComparison.Ordinal) && line.Contains("--parsable", StringComparison.Ordinal))];
        Assert.EndsWith("\"$script\" part)", calls[0], StringComparison.Ordinal);
        Assert.EndsWith("\"$script\" merge)", calls[1], StringComparison.Ordinal);
        Assert.All(calls, call => Assert.Contains("'--cpus-per-task=6'", call, StringComparison.Ordinal));
        Assert.All(calls, call => Assert.Contains("'--time=01:30:00'", call, StringComparison.Ordinal));
        Assert.Contains("'--cpus-per-task=1'", SubmitScript.Text(job, Plan(), options), StringComparison.Ordinal);

        SegException failure = Assert.Throws<SegException>(() => SubmitScript.Text(job, Plan(), options with { TimeLimit = new TimeSpan(60) }));
        Assert.Equal("InvalidSlurmOption", failure.Id);
        Assert.Contains("1:30:00", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_is_read_as_it_was_written_and_a_damaged_one_is_refused()
    {
        var job = new JobFolder(folder.File("job"));
        Directory.CreateDirectory(job.Path);
        JobPlan plan = Plan();
        PlanFile.Write(job, plan);
        JobPlan read = PlanFile.Read(job);
        Assert.Equal(plan.Id(), read.Id());
        Assert.Equal(plan.Inputs, read.Inputs);
        Assert.Equal(1, read.PartOf(4));
        Assert.Equal("b.tif", Path.GetFileName(read.InputOf(8).Path));

        byte[] good = File.ReadAllBytes(job.Plan);
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] bad = [.. good];
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(job.Plan, i % 10 == 0 ? bad[..random.Next(bad.Length)] : bad);
            try
            {
                PlanFile.Read(job);
            }
            catch (SegException e)
            {
                Assert.Contains(e.Id, new[] { "CorruptJob", "NewerJob" });
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 2000);
    }

    [Fact]
    public void What_a_slice_is_computed_from_is_in_the_identity_and_where_it_lies_is_not()
    {
        JobPlan plan = Plan();
        string id = plan.Id();
        Assert.Equal(id, (plan with { OutFile = "/elsewhere/x.h5", Created = default, Inputs = [.. plan.Inputs.Select(i => i with { Path = "/moved/" + i.Path })] }).Id());
        Assert.NotEqual(id, (plan with { ModelSha256 = "m2" }).Id());
        Assert.NotEqual(id, (plan with { Settings = plan.Settings with { Smooth = 1 } }).Id());
        Assert.NotEqual(id, (plan with { Parts = PartRange.Cut(10, 3) }).Id());
        Assert.NotEqual(id, (plan with { Sharded = true }).Id());
        Assert.NotEqual(id, (plan with { Inputs = [plan.Inputs[0] with { Sources = [new JobSource("/data/c.h5", plan.Inputs[1].Stamp)] }, plan.Inputs[1]] }).Id());
        Assert.NotEqual(id, (plan with { Inputs = [plan.Inputs[0] with { Axis = 1 }, plan.Inputs[1]] }).Id());
    }

    private static JobPlan Plan() => new()
    {
        NDSeg = "1.2.3",
        Created = DateTimeOffset.UnixEpoch,
        Inputs =
        [
            new JobInput("/data/a.tif", null, "0-6", null, null, null, 0, 7, new FileStamp(10, DateTime.UnixEpoch.AddTicks(1234567), "aa", "bb")),
            new JobInput("/data/b.tif", "data", null, -3, null, 1, 7, 3, new FileStamp(20, DateTime.UnixEpoch, "cc", Sha256: null)),
        ],
        ModelSha256 = "m",
        Settings = new JobSettings(0, 0, DeviceKind.Cpu),
        OutFile = "/data/labels.tif",
        OutDataset = "labels",
        SliceCount = 10,
        Height = 5,
        Width = 6,
        Parts = PartRange.Cut(10, 4),
        Estimate = new JobEstimate(1.5, 100, 10),
    };
}
