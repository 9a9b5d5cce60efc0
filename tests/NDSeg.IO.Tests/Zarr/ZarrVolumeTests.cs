using System.Collections.Concurrent;
using System.Text;
using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests.Zarr;

/// <summary>Label volumes whose slices are written into place, by one process or several.</summary>
public sealed class ZarrVolumeTests : IDisposable
{
    private static readonly LabelVolumeOptions Shared = new() { Shared = true, SliceCount = 4, Classes = Slice(0).Classes, Fingerprint = "abc", Provenance = "{\"n\":1}" };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Several_writers_of_disjoint_slices_give_the_bytes_of_one()
    {
        WriteAll("one.zarr", Shared with { Shared = false });
        using (var first = new LabelVolumeWriter(folder["shared.zarr"], Shared))
        using (var second = new LabelVolumeWriter(folder["shared.zarr"], Shared))
        {
            second.Write(3, Slice(3));
            first.Write(0, Slice(0));
            Assert.True(second.Contains(0));
            Assert.False(second.Contains(1));
            second.Write(2, Slice(2));

            // As long as another one is at work nobody closes the volume.
            first.Write(1, Slice(1));
            Assert.Equal("TargetBusy", Assert.Throws<SegException>(() => first.Complete()).Id);
        }

        Assert.Equal([0, 1, 2, 3], PartialVolume.FinishedSlices(folder["shared.zarr"]));
        Assert.False(Directory.Exists(folder["shared.zarr"]));
        using (var last = new LabelVolumeWriter(folder["shared.zarr"], Shared))
        {
            last.Complete();
        }

        Assert.Equal(["one.zarr", "shared.zarr"], folder.Names);
        Assert.Equal(Content("one.zarr"), Content("shared.zarr"));
    }

    [Fact]
    public void Parallel_writers_agree_on_one_volume()
    {
        LabelVolumeOptions many = Shared with { SliceCount = 24 };
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, part =>
        {
            using var writer = new LabelVolumeWriter(folder["p.zarr"], many);
            for (int z = 3 * part; z < 3 * (part + 1); z++)
            {
                writer.Write(z, Slice(z));
            }
        });
        using (var last = new LabelVolumeWriter(folder["p.zarr"], many))
        {
            last.Complete();
        }

        using var one = new LabelVolumeWriter(folder["one.zarr"], many with { Shared = false });
        for (int z = 0; z < 24; z++)
        {
            one.Write(z, Slice(z));
        }

        one.Complete();
        Assert.Equal(Content("one.zarr"), Content("p.zarr"));
    }

    [Fact]
    public void Writers_that_meet_in_a_new_folder_all_get_it()
    {
        const int Writers = 4;
        const int Rounds = 200;
        var failures = new ConcurrentBag<Exception>();
        for (int round = 0; round < Rounds; round++)
        {
            string target = folder[$"{round}.zarr"];
            using var start = new Barrier(Writers);
            Thread[] threads = [.. Enumerable.Range(0, Writers).Select(part => new Thread(() =>
            {
                start.SignalAndWait();
                try
                {
                    using var writer = new LabelVolumeWriter(target, Shared);
                    writer.Write(part, Slice(part));
                }
                catch (Exception e)
                {
                    failures.Add(e);
                }
            }))];
            Array.ForEach(threads, t => t.Start());
            Array.ForEach(threads, t => t.Join());
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void A_shared_volume_of_something_else_is_not_continued()
    {
        using (var first = new LabelVolumeWriter(folder["v.zarr"], Shared))
        {
            first.Write(0, Slice(0));
        }

        Assert.Equal("ResumeMismatch", Assert.Throws<SegException>(() => new LabelVolumeWriter(folder["v.zarr"], Shared with { Fingerprint = "other", Overwrite = true })).Id);
        using var second = new LabelVolumeWriter(folder["v.zarr"], Shared);
        Assert.Equal("VolumeIncomplete", Assert.Throws<SegException>(() => second.Complete()).Id);
        SegLabels wide = LabelWriterTests.Make(40, 50, [1, 300]);
        Assert.Equal("VolumeShapeMismatch", Assert.Throws<SegException>(() => second.Write(1, wide)).Id);
        Assert.Equal("NotShared", Assert.Throws<SegException>(() => new LabelVolumeWriter(folder["v.tif"], Shared)).Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_killed_run_continues_to_the_same_bytes(bool sharded)
    {
        WriteAll("whole.zarr", new LabelVolumeOptions { Fingerprint = "abc", Sharded = sharded });
        var options = new LabelVolumeOptions { Resume = true, Fingerprint = "abc", Sharded = sharded };
        using (var first = new LabelVolumeWriter(folder["v.zarr"], options))
        {
            first.Write(3, Slice(3));
            first.Write(0, Slice(0));
            first.Write(2, Slice(2));
            first.WriteBlank(1);
        }

        // What a power failure may leave: a torn chunk, and one that was not renamed.
        string torn = Path.Combine(folder["v.zarr.partial"], "volume", "0", "c", "2", "0", "0");
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..^3]);
        File.WriteAllBytes(Path.Combine(folder["v.zarr.partial"], "scratch", "x"), [1]);
        Assert.Equal([0, 3], PartialVolume.FinishedSlices(folder["v.zarr"]));
        using (var second = new LabelVolumeWriter(folder["v.zarr"], options))
        {
            Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(second.Contains));
            Assert.Equal(1, second.NextSlice);
            second.Append(Slice(1));
            second.Append(Slice(2));
            second.Complete();
        }

        Assert.Equal(["v.zarr", "whole.zarr"], folder.Names);
        Assert.Equal(Content("whole.zarr"), Content("v.zarr"));
    }

    [Fact]
    public void Only_folders_of_this_module_are_replaced()
    {
        WriteAll("v.zarr", LabelVolumeOptions.Default);
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => new LabelVolumeWriter(folder["v.zarr"])).Id);
        string first = File.ReadAllText(Path.Combine(folder["v.zarr"], "zarr.json"));
        WriteAll("v.zarr", new LabelVolumeOptions { Overwrite = true, Provenance = "{\"n\":2}" });
        Assert.NotEqual(first, File.ReadAllText(Path.Combine(folder["v.zarr"], "zarr.json")));
        Assert.Equal(["v.zarr"], folder.Names);

        Directory.CreateDirectory(folder["foreign.zarr"]);
        File.WriteAllText(Path.Combine(folder["foreign.zarr"], "zarr.json"), "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}");
        Assert.Equal("TargetNotOurs", Assert.Throws<SegException>(() => new LabelVolumeWriter(folder["foreign.zarr"], new LabelVolumeOptions { Overwrite = true })).Id);
    }

    [Fact]
    public void A_run_that_died_while_it_replaced_a_folder_is_put_right()
    {
        WriteAll("v.zarr", LabelVolumeOptions.Default);
        Dictionary<string, string> before = Content("v.zarr");
        Directory.Move(folder["v.zarr"], folder["v.zarr.replaced"]);
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => new LabelVolumeWriter(folder["v.zarr"])).Id);
        Assert.Equal(before, Content("v.zarr"));
        Assert.Equal(["v.zarr"], folder.Names);
    }

    private static SegLabels Slice(int z) => LabelWriterTests.Make(700, 1100, [1, 2], z);

    private void WriteAll(string name, LabelVolumeOptions options)
    {
        using var writer = new LabelVolumeWriter(folder[name], options);
        for (int z = 0; z < 4; z++)
        {
            writer.Append(Slice(z));
        }

        writer.Complete();
    }

    /// <summary>Every file below a folder; names of groups, which follow the folder's, are left out.</summary>
    private Dictionary<string, string> Content(string name)
        => Directory.EnumerateFiles(folder[name], "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder[name], file),
            file => Path.GetFileName(file) == "zarr.json" ? Encoding.UTF8.GetString(File.ReadAllBytes(file)).Replace($"\"{Path.GetFileNameWithoutExtension(name)}\"", string.Empty, StringComparison.Ordinal) : Convert.ToHexString(File.ReadAllBytes(file)));
}
