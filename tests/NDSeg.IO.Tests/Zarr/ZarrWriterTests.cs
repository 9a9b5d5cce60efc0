using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Zarr.Writing;
using Xunit;

namespace NDSeg.IO.Tests.Zarr;

/// <summary>What is written as OME-Zarr is read back; the levels are the modes of blocks.</summary>
public sealed class ZarrWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(new long[] { 1, 2 }, PixelType.UInt8)]
    [InlineData(new long[] { 1, 300 }, PixelType.UInt16)]
    [InlineData(new long[] { -1, 300 }, PixelType.Int16)]
    [InlineData(new long[] { 1, 70000 }, PixelType.UInt32)]
    public void A_label_map_comes_back(long[] values, PixelType type)
    {
        SegLabels labels = Named(LabelWriterTests.Make(700, 1100, values));
        LabelWriter.Write(folder["l.zarr"], labels, new LabelWriteOptions { Provenance = "{\"n\":1}" });
        Assert.Equal(["l.zarr"], folder.Names);
        SegLabels back = LabelReader.Read(folder["l.zarr"]);
        Assert.Equal(labels.Bytes.ToArray(), back.Bytes.ToArray());
        Assert.Equal(labels.Classes, back.Classes);
        Assert.Equal(labels.PixelSize!.UnitName, back.PixelSize!.UnitName);
        Assert.Equal(PhysicalScale.Of(labels.PixelSize)!.Width, PhysicalScale.Of(back.PixelSize)!.Width);
        Assert.Equal(type, ImageReader.Probe(folder["l.zarr"]).PixelType);
        Assert.Equal("{\"n\":1}", ProvenanceReader.Read(folder["l.zarr"]));
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => LabelWriter.Write(folder["l.zarr"], labels)).Id);
        LabelWriter.Write(folder["l.zarr"], labels, new LabelWriteOptions { Overwrite = true });
        Assert.Null(ProvenanceReader.Read(folder["l.zarr"]));
        Assert.Equal(["l.zarr"], folder.Names);
    }

    [Fact]
    public void A_volume_comes_back_slice_by_slice()
    {
        long[][] values = [[1, 200], [7], [-3, 300], [1, 70000]];
        using (var writer = new LabelVolumeWriter(folder["v.zarr"]))
        {
            foreach ((long[] list, int z) in values.Select((list, z) => (list, z)))
            {
                writer.Append(Named(LabelWriterTests.Make(40, 50, list, z)));
            }

            writer.WriteBlank(4);
            writer.Complete();
        }

        SegLabels[] back = [.. LabelReader.ReadAll(folder["v.zarr"])];
        Assert.Equal([-3, 1, 7, 200, 300, 70000], back[0].Classes.Select(c => c.Value));
        Assert.Equal(5, back.Length);
        Assert.Equal(0, back[4].CountPixels()[1..].Sum());
        for (int z = 0; z < values.Length; z++)
        {
            SegLabels wanted = LabelWriterTests.Make(40, 50, values[z], z);
            Assert.Equal(
                Enumerable.Range(0, 2000).Select(i => wanted.At(i) == 0 ? 0 : wanted.Classes[wanted.At(i) - 1].Value),
                Enumerable.Range(0, 2000).Select(i => back[z].At(i) == 0 ? 0 : back[z].Classes[back[z].At(i) - 1].Value));
        }
    }

    [Fact]
    public void Levels_are_the_modes_of_blocks()
    {
        SegLabels labels = LabelWriterTests.Make(701, 1101, [1, 2, 9]);
        LabelWriter.Write(folder["l.zarr"], labels);
        Assert.Equal([[701L, 1101L], [351L, 551L], [176L, 276L]], ImageReader.ListLevels(folder["l.zarr"]).Select(l => l.Shape.ToArray()));
        SegImage full = ImageReader.Read(folder["l.zarr"]).Single();
        SegImage half = ImageReader.Read(folder["l.zarr"], new ImageReadOptions { Level = 1 }).Single();
        for (int y = 0; y < half.Height; y++)
        {
            for (int x = 0; x < half.Width; x++)
            {
                int bottom = Math.Min((2 * y) + 1, 700);
                int right = Math.Min((2 * x) + 1, 1100);
                double[] block = [full[0, 2 * y, 2 * x], full[0, 2 * y, right], full[0, bottom, 2 * x], full[0, bottom, right]];

                // GroupBy keeps the order of the first occurrences, and MaxBy takes the first of equals.
                Assert.Equal(block.GroupBy(v => v).MaxBy(g => g.Count())!.Key, half[0, y, x]);
            }
        }
    }

    [Fact]
    public void Large_slices_are_cut_into_blocks()
    {
        SegLabels labels = LabelWriterTests.Make(2100, 4200, [1, 2]);
        LabelWriter.Write(folder["l.zarr"], labels);
        Assert.Equal(6, Directory.GetFiles(folder["l.zarr/0/c"], "*", SearchOption.AllDirectories).Length);
        Assert.Equal(labels.Bytes.ToArray(), LabelReader.Read(folder["l.zarr"]).Bytes.ToArray());
    }

    [Theory]
    [InlineData(1300, 700, 6)]
    [InlineData(300, 40, 1)]
    public void A_shard_holds_the_chunks_of_a_level(int height, int width, int chunks)
    {
        SegLabels labels = LabelWriterTests.Make(height, width, [1, 2, 300]);
        LabelWriter.Write(folder["l.zarr"], labels, new LabelWriteOptions { Sharded = true });
        LabelWriter.Write(folder["plain.zarr"], labels);
        Assert.Single(Directory.GetFiles(folder["l.zarr/0/c"], "*", SearchOption.AllDirectories));
        Assert.Equal(labels.Bytes.ToArray(), LabelReader.Read(folder["l.zarr"]).Bytes.ToArray());
        for (int level = 0; level < ImageReader.ListLevels(folder["l.zarr"]).Count; level++)
        {
            var options = new ImageReadOptions { Level = level };
            Assert.Equal(ImageReader.Read(folder["plain.zarr"], options).Single().SampleBytes(0).ToArray(), ImageReader.Read(folder["l.zarr"], options).Single().SampleBytes(0).ToArray());
        }

        // Index: 16 bytes a chunk and a checksum, which a flipped bit does not pass.
        string file = Path.Combine(folder["l.zarr"], "0", "c", "0", "0");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^((16 * chunks) + 4)] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal("CorruptImage", Assert.Throws<SegException>(() => LabelReader.Read(folder["l.zarr"])).Id);
    }

    [Fact]
    public void Planes_come_back_as_channels()
    {
        float[][] planes = [[.. Enumerable.Range(0, 99).Select(i => i / 8f)], [.. Enumerable.Range(0, 99).Select(i => -i * 1e30f)]];
        PlaneWriter.Write(folder["p.zarr"], 9, 11, planes, new PlaneWriteOptions { Names = ["a", "b \u00B5"], PixelSize = Size });
        SegImage back = ImageReader.Read(folder["p.zarr"]).Single();
        Assert.Equal(planes, [back.Samples<float>(0).ToArray(), back.Samples<float>(1).ToArray()]);
        Assert.Equal(0.25, PhysicalScale.Of(back.PixelSize)!.Width);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["p.zarr/zarr.json"]));
        Assert.Equal("b \u00B5", json.RootElement.GetProperty("attributes").GetProperty("ome").GetProperty("omero").GetProperty("channels")[1].GetProperty("label").GetString());

        PlaneWriter.Write(folder["one.zarr"], 9, 11, [planes[0]]);
        Assert.Equal(planes[0], ImageReader.Read(folder["one.zarr"]).Single().Samples<float>(0).ToArray());
        Assert.Equal(["one.zarr", "p.zarr"], folder.Names);
    }

    [Theory]
    [InlineData(1, "ZYX")]
    [InlineData(2, "CZYX")]
    public void A_volume_of_maps_comes_back_as_channels_and_slices(int maps, string axes)
    {
        float[] Map(int slice, int c) => [.. Enumerable.Range(0, 99).Select(i => (slice * 1000) + (c * 100) + i + 0.5f)];
        var shape = new PlaneVolumeShape(3, maps, 9, 11);
        string[] names = [.. Enumerable.Range(0, maps).Select(c => $"map {c}")];
        PlaneWriter.WriteVolume(folder["v.zarr"], shape, Enumerable.Range(0, 3).Select(z => z == 1 ? null : (IReadOnlyList<float[]>)[.. Enumerable.Range(0, maps).Select(c => Map(z, c))]), new PlaneWriteOptions { Names = names, PixelSize = Size });
        Assert.Equal((axes, 3, maps), (ImageReader.Probe(folder["v.zarr"]).StoredAxes, ImageReader.Probe(folder["v.zarr"]).SliceCount, ImageReader.Probe(folder["v.zarr"]).Channels));
        SegImage[] back = [.. ImageReader.Read(folder["v.zarr"])];
        for (int z = 0; z < 3; z++)
        {
            for (int c = 0; c < maps; c++)
            {
                Assert.Equal(z == 1 ? new float[99] : Map(z, c), back[z].Samples<float>(c).ToArray());
            }
        }

        Assert.Equal(["v.zarr"], folder.Names);
    }

    [Fact]
    public void Equal_labels_give_equal_bytes()
    {
        Directory.CreateDirectory(folder["a"]);
        Directory.CreateDirectory(folder["b"]);
        foreach (string place in new[] { "a", "b" })
        {
            LabelWriter.Write(folder[$"{place}/l.zarr"], Named(LabelWriterTests.Make(700, 1100, [1, 2])));
        }

        Assert.Equal(Hash("a/l.zarr"), Hash("b/l.zarr"));
        LabelWriter.Write(folder["b/l.zarr"], Named(LabelWriterTests.Make(700, 1100, [1, 2], 1)), new LabelWriteOptions { Overwrite = true });
        Assert.NotEqual(Hash("a/l.zarr"), Hash("b/l.zarr"));
    }

    [Fact]
    public void Colours_and_old_images_are_refused()
    {
        var colours = new SegLabels(4, 5, new byte[20], [new SegClass(1, 0xFF0000, "red", default)], LabelEncoding.Rgb);
        Assert.Equal("UnsupportedLabels", Assert.Throws<SegException>(() => LabelWriter.Write(folder["l.zarr"], colours)).Id);
        Directory.CreateDirectory(folder["old"]);
        File.WriteAllText(folder["old/.zgroup"], "{\"zarr_format\":2}");
        Assert.Equal("TargetNotWritable", Assert.Throws<SegException>(() => LabelWriter.Write(folder["old/labels/x"], LabelWriterTests.Make(4, 5, [1]))).Id);
        Assert.Equal("UnknownFormat", Assert.Throws<SegException>(() => LabelWriter.Write(folder["nothing/labels/x"], LabelWriterTests.Make(4, 5, [1]))).Id);
        File.WriteAllBytes(folder["file.zarr"], [1]);
        Assert.Equal("TargetNotWritable", Assert.Throws<SegException>(() => LabelWriter.Write(folder["file.zarr"], LabelWriterTests.Make(4, 5, [1]), new LabelWriteOptions { Overwrite = true })).Id);
    }

    [Fact]
    public void Slices_that_no_array_holds_are_refused()
    {
        ChunkTree.RequireSize(46000, 46000, 1, "a.zarr");
        Assert.Equal("UnsupportedImage", Assert.Throws<SegException>(() => ChunkTree.RequireSize(46000, 46000, 2, "a.zarr")).Id);
    }

    private static PixelSize Size => new(4, 2, 1, "ImageJ=1.53t\nunit=micron\nspacing=2\n");

    private static SegLabels Named(SegLabels labels)
        => new(labels.Height, labels.Width, labels.Bytes.ToArray(), [.. labels.Classes.Select(c => new SegClass(c.Index, c.Value, $"phase \u03B1 {c.Value}", new RgbColor(7, (byte)c.Index, 200)))], labels.Encoding, pixelSize: Size);

    private string Hash(string name) => Storage.FileFingerprint.OfInput(folder[name], "labels").Sha256;
}
