using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Hdf5;
using Xunit;

namespace NDSeg.IO.Tests;

public sealed class LabelVolumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("v.tif", new long[] { 1, 2 }, null)]
    [InlineData("v.tif", new long[] { 1, 70000 }, null)]
    [InlineData("v.h5", new long[] { 1, 2 }, null)]
    [InlineData("v.h5", new long[] { 1, 300 }, 0)]
    [InlineData("v.h5", new long[] { -1, 300 }, null)]
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

        Assert.Equal(name == "v.tif" ? "TIFF" : "HDF5", ImageReader.Probe(folder[name], new ImageReadOptions { Axis = axis }).Format);
        Assert.Equal("{\"n\":1}", ProvenanceReader.Read(folder[name]));
    }

    [Theory]
    [InlineData("v.tif", "\u00B5m", "2 x 1 x 0.5 \u00B5m")]
    [InlineData("v.tif", null, "2 x 1 x 0.5")]
    [InlineData("v.h5", "\u00B5m", "2 x 1 x 0.5 \u00B5m")]
    [InlineData("v.h5", "nm", "0.002 x 0.001 x 0.0005 \u00B5m")]
    [InlineData("v.h5", "ly", "2 x 1 x 0.5 ly")]
    [InlineData("v.h5", null, "2 x 1 x 0.5")]
    [InlineData("v.zarr", "\u00B5m", "2 x 1 x 0.5 \u00B5m")]
    [InlineData("v.zarr", null, "2 x 1 x 0.5")]
    public void Voxel_sizes_come_back_with_and_without_a_unit(string name, string? unit, string expected)
    {
        PixelSize size = new VoxelSize(2, 1, 0.5, unit).ToPixelSize();
        using (var writer = new LabelVolumeWriter(folder[name]))
        {
            for (int z = 0; z < 3; z++)
            {
                writer.Append(LabelWriterTests.Make(20, 30, [1, 2], z).WithPixelSize(size));
            }

            writer.Complete();
        }

        using SegLabelVolume labels = LabelReader.OpenVolume(folder[name]);
        Assert.Equal(expected, labels.VoxelSize?.ToString());
        Assert.Equal(expected, VoxelSize.Of(LabelReader.ReadAll(folder[name]).Last().PixelSize)?.ToString());
        PlaneWriter.WriteVolume(folder["maps" + Path.GetExtension(name)], new PlaneVolumeShape(2, 2, 2, 2), [[new float[4], new float[4]], [new float[4], new float[4]]], new PlaneWriteOptions { PixelSize = size });
        using SegVolume maps = VolumeReader.Open(folder["maps" + Path.GetExtension(name)]);
        Assert.Equal((expected, 2), (maps.VoxelSize?.ToString(), maps.Channels));
    }

    [Fact]
    public void A_volume_of_an_earlier_version_is_known_by_its_classes()
    {
        SegLabels labels = LabelWriterTests.Make(3, 4, [1, 2], 0);
        using (FileStream stream = File.Create(folder["old.h5"]))
        using (var output = new Hdf5Output<byte>(stream, "labels", [2, 3, 4], Hdf5Provenance.Attributes(null, ClassTable.Write(labels.Classes))))
        {
            for (int z = 0; z < 2; z++)
            {
                output.WriteSlice(z, (_, _, target) => target.AsSpan().Fill(1), CancellationToken.None);
            }
        }

        using SegLabelVolume volume = LabelReader.OpenVolume(folder["old.h5"]);
        Assert.Equal(("2 x 3 x 4", 1), (volume.Shape, volume.ReadSlice(1)[2, 3]));
    }

    [Fact]
    public void Every_page_has_the_resolution_of_its_slice_and_the_unit_of_the_stack()
    {
        (int, int, long[])[] Tags(long pixels, int unit, params (int, int, long[])[] more) => [.. more, (282, 5, [pixels, 1]), (283, 5, [pixels, 1]), (296, 3, [unit])];
        byte[] file = new TiffBytes()
            .Page(2, 3, [1, 2, 1, 2, 1, 2], Tags(4, 1, TiffBytes.Description("ImageJ=1.53t\nimages=4\nslices=4\nunit=micron\n")))
            .Page(2, 3, [1, 2, 1, 2, 1, 2], Tags(4, 1))
            .Page(2, 3, [1, 2, 1, 2, 1, 2], Tags(8, 1))
            .Page(2, 3, [1, 2, 1, 2, 1, 2], Tags(300, 2))
            .ToArray();
        SegLabels[] slices = [.. LabelReader.ReadAll(folder.Write("in.tif", file))];
        string[] expected = ["4 \u00B5m", "4 \u00B5m", "8 \u00B5m", "300 inch"];
        static string Of(PixelSize? size) => FormattableString.Invariant($"{size!.PixelsPerUnitX} {size.UnitName}");
        Assert.Equal(expected, slices.Select(s => Of(s.PixelSize)));
        Assert.Equal(expected, ImageReader.Read(folder["in.tif"]).Select(s => Of(s.PixelSize)));
        using (var writer = new LabelVolumeWriter(folder["v.tif"]))
        {
            foreach (SegLabels slice in slices)
            {
                writer.Append(slice);
            }

            writer.Complete();
        }

        Assert.Equal(expected, LabelReader.ReadAll(folder["v.tif"]).Select(s => Of(s.PixelSize)));
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
        var colours = new SegLabels(40, 50, new byte[2000], [new SegClass(1, 0xFF0000, "red", default)], LabelEncoding.Rgb);
        Assert.Equal("VolumeShapeMismatch", Assert.Throws<SegException>(() => writer.Write(1, colours)).Id);
    }

    [Theory]
    [InlineData("v.tif")]
    [InlineData("v.h5")]
    public void A_slice_that_needs_more_bits_widens_those_before(string name)
    {
        long[][] values = [[1, 200], [7], [-3, 300], [1, 70000]];
        using (var writer = new LabelVolumeWriter(folder[name]))
        {
            foreach ((long[] list, int z) in values.Select((list, z) => (list, z)))
            {
                writer.Append(LabelWriterTests.Make(40, 50, list, z));
            }

            writer.Complete();
        }

        List<SegLabels> back = [.. LabelReader.ReadAll(folder[name], new LabelReadOptions { Axis = name == "v.h5" ? 0 : null })];
        Assert.Equal([-3, 1, 7, 200, 300, 70000], back[0].Classes.Select(c => c.Value));
        for (int z = 0; z < values.Length; z++)
        {
            SegLabels wanted = LabelWriterTests.Make(40, 50, values[z], z);
            Assert.Equal(
                Enumerable.Range(0, 2000).Select(i => wanted.At(i) is > 0 and int index ? wanted.Classes[index - 1].Value : 0),
                Enumerable.Range(0, 2000).Select(i => back[z].At(i) is > 0 and int index ? back[z].Classes[index - 1].Value : 0));
        }
    }

    [Theory]
    [InlineData(3_800_000_000, 10, 1, false)]
    [InlineData(3_800_000_000, 1000, 30_000, true)]
    [InlineData(3_900_000_001, 1, 1, true)]
    public void BigTIFF_is_for_what_a_classic_TIFF_cannot_hold(long bytes, int pages, int strips, bool big)
        => Assert.Equal(big, Tiff.TiffFileWriter.NeedsBig(bytes, pages, strips));

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
