using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests;

public sealed class LabelVolumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("v.tif", new long[] { 1, 2 }, null)]
    [InlineData("v.tif", new long[] { 1, 70000 }, null)]
    [InlineData("v.h5", new long[] { 1, 2 }, 0)]
    [InlineData("v.h5", new long[] { 1, 300 }, 0)]
    [InlineData("v.h5", new long[] { -1, 300 }, 0)]
    public void Slices_go_into_one_file(string name, long[] values, int? axis)
    {
        using (var writer = new LabelVolumeWriter(folder[name], new LabelVolumeOptions { Provenance = "{\"n\":1}", SliceCount = 5 }))
        {
            for (int z = 0; z < 5; z++)
            {
                Assert.Equal(z, writer.NextSlice);
                writer.Append(LabelWriterTests.Make(300, 1100, values, z));
            }

            writer.Complete();
        }

        Assert.Equal([name], folder.Names);
        List<SegLabels> back = [.. LabelReader.ReadAll(folder[name], new LabelReadOptions { Axis = axis })];
        Assert.Equal(5, back.Count);
        for (int z = 0; z < 5; z++)
        {
            Assert.Equal(LabelWriterTests.Make(300, 1100, values, z).Bytes.ToArray(), back[z].Bytes.ToArray());
            Assert.Equal(values, back[z].Classes.Select(c => c.Value));
        }

        Assert.Equal(name == "v.tif" ? "BigTIFF" : "HDF5", ImageReader.Probe(folder[name], new ImageReadOptions { Axis = axis }).Format);
        Assert.Equal("{\"n\":1}", ProvenanceReader.Read(folder[name]));
    }

    [Theory]
    [InlineData("v.tif")]
    [InlineData("v.h5")]
    public void A_killed_run_continues_to_the_same_bytes(string name)
    {
        Directory.CreateDirectory(folder["whole"]);
        WriteAll(folder["whole/" + name], new LabelVolumeOptions { Fingerprint = "abc" });

        var options = new LabelVolumeOptions { Resume = true, Fingerprint = "abc" };
        string path = folder[name];
        using (var first = new LabelVolumeWriter(path, options))
        {
            first.Write(3, Slice(3));
            first.Write(0, Slice(0));
            first.WriteBlank(1);
        }

        Assert.Contains(name + ".partial", folder.Names);
        Assert.False(File.Exists(path));

        // What a power failure may leave: a torn slice and a file that was not renamed.
        File.WriteAllBytes(Path.Combine(path + ".partial", "000000002.slice"), File.ReadAllBytes(Path.Combine(path + ".partial", "000000003.slice"))[..^3]);
        File.WriteAllBytes(Path.Combine(path + ".partial", "000000001.slice.tmp"), [1]);
        using (var second = new LabelVolumeWriter(path, options))
        {
            Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(second.Contains));
            Assert.Equal(1, second.NextSlice);
            second.Append(Slice(1));
            second.Append(Slice(2));
            second.Complete();
        }

        Assert.Equal(File.ReadAllBytes(folder["whole/" + name]), File.ReadAllBytes(path));
        Assert.Equal([name, "whole"], folder.Names);
    }

    [Fact]
    public void Without_Resume_a_remainder_is_removed()
    {
        string path = folder["v.tif"];
        using (var first = new LabelVolumeWriter(path, new LabelVolumeOptions { Resume = true }))
        {
            first.Append(Slice(0));
        }

        using (var second = new LabelVolumeWriter(path))
        {
            Assert.Equal(0, second.Count);
            second.Append(Slice(1));
        }

        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_remainder_of_something_else_is_not_continued()
    {
        string path = folder["v.tif"];
        using (var first = new LabelVolumeWriter(path, new LabelVolumeOptions { Resume = true, Fingerprint = "a" }))
        {
            first.Append(Slice(0));
        }

        Assert.Equal("ResumeMismatch", Assert.Throws<SegException>(() => new LabelVolumeWriter(path, new LabelVolumeOptions { Resume = true, Fingerprint = "b" })).Id);
        using var forced = new LabelVolumeWriter(path, new LabelVolumeOptions { Resume = true, Fingerprint = "b", Overwrite = true });
        Assert.Equal(0, forced.Count);
    }

    [Fact]
    public void Two_runs_cannot_write_one_volume()
    {
        using var first = new LabelVolumeWriter(folder["v.tif"]);
        Assert.Equal("TargetBusy", Assert.Throws<SegException>(() => new LabelVolumeWriter(folder["v.tif"])).Id);
    }

    [Fact]
    public void Blank_slices_hold_zeros()
    {
        using (var writer = new LabelVolumeWriter(folder["v.tif"]))
        {
            writer.WriteBlank(0);
            writer.Write(1, Slice(1));
            Assert.Equal([0], writer.BlankSlices);
            writer.Complete();
        }

        List<SegLabels> back = [.. LabelReader.ReadAll(folder["v.tif"])];
        Assert.Equal(0, back[0].CountPixels()[1..].Sum());
        Assert.Equal(Slice(1).Bytes.ToArray(), back[1].Bytes.ToArray());
    }

    [Fact]
    public void Gaps_and_misfits_are_refused()
    {
        using var writer = new LabelVolumeWriter(folder["v.tif"], new LabelVolumeOptions { SliceCount = 3 });
        writer.Write(0, Slice(0));
        writer.Write(2, Slice(2));
        SegException incomplete = Assert.Throws<SegException>(() => writer.Complete());
        Assert.Equal("VolumeIncomplete", incomplete.Id);
        Assert.Contains("no slice 1", incomplete.Message, StringComparison.Ordinal);
        Assert.Equal("VolumeShapeMismatch", Assert.Throws<SegException>(() => writer.Write(1, LabelWriterTests.Make(4, 4, [1, 2]))).Id);
        Assert.Equal("VolumeShapeMismatch", Assert.Throws<SegException>(() => writer.Write(1, LabelWriterTests.Make(40, 50, [1, 2000]))).Id);
    }

    [Fact]
    public void An_existing_target_stays()
    {
        string path = folder.Write("v.tif", [1]);
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => new LabelVolumeWriter(path)).Id);
        WriteAll(path, new LabelVolumeOptions { Overwrite = true });
        Assert.Equal(4, ImageReader.Probe(path).SliceCount);
        Assert.Equal(["v.tif"], folder.Names);
    }

    private static SegLabels Slice(int z) => LabelWriterTests.Make(40, 50, [1, 2], z);

    private static void WriteAll(string path, LabelVolumeOptions options)
    {
        using var writer = new LabelVolumeWriter(path, options);
        for (int z = 0; z < 4; z++)
        {
            writer.Append(Slice(z));
        }

        writer.Complete();
    }
}
