using System.Runtime.InteropServices;
using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests.Zarr;

/// <summary>Arrays written by zarr-python and by hand from numcodecs, against what these read back.</summary>
public sealed class ZarrFixtureTests(ZarrFixture fixture) : IClassFixture<ZarrFixture>
{
    public static TheoryData<string> Names => [.. ZarrFixture.Arrays()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Arrays_of_every_type_and_codec_read_as_written(string name)
    {
        ImageReadOptions options = Rank(name) == 3 ? new ImageReadOptions { Axis = 0 } : ImageReadOptions.Default;
        SegImage[] slices = [.. ImageReader.Read(fixture[name], options)];
        byte[] found = ZarrFixture.Bytes(slices);
        if (name.EndsWith("int64", StringComparison.Ordinal))
        {
            // No sample has 64 bits: integers come as doubles, which hold these exactly.
            found = MemoryMarshal.AsBytes(MemoryMarshal.Cast<byte, double>(found).ToArray().Select(v => (long)v).ToArray().AsSpan()).ToArray();
        }

        Assert.Equal(fixture.Expected(name), found);
    }

    [Theory]
    [InlineData("v3/sharded/end")]
    [InlineData("v2/fortran")]
    [InlineData("v2/nested")]
    public void Slices_along_any_axis_are_those_of_the_array(string name)
    {
        int[] shape = [.. ImageReader.Probe(fixture[name], new ImageReadOptions { Axis = 0 }).StoredShape];
        ushort[] all = MemoryMarshal.Cast<byte, ushort>(fixture.Expected(name)).ToArray();
        for (int x = 0; x < shape[2]; x += 3)
        {
            SegImage slice = ImageReader.Read(fixture[name], new ImageReadOptions { Axis = -1, Slices = [SliceRange.Of(x)] }).Single();
            int at = x;
            Assert.Equal(Enumerable.Range(0, shape[0] * shape[1]).Select(i => all[(i * shape[2]) + at]), slice.Samples<ushort>(0).ToArray());
        }
    }

    [Fact]
    public void Types_and_names_are_told()
    {
        Assert.Equal(PixelType.Bilevel, ImageReader.Probe(fixture["v2/types/bool"]).PixelType);
        Assert.Equal(PixelType.Float16, ImageReader.Probe(fixture["v3/types/float16"]).PixelType);
        ImageProbe named = ImageReader.Probe(fixture["v3/named"]);
        Assert.Equal(("ZCYX", 6, 3, 9, 11), (named.StoredAxes, named.SliceCount, named.Channels, named.Height, named.Width));
        Assert.Equal("AmbiguousAxes", Assert.Throws<SegException>(() => ImageReader.Probe(fixture["v2/fortran"])).Id);
        Assert.Equal([-57, 3], LabelReader.Read(fixture["v3/types/int64"]).Classes.Select(c => c.Value).Where(v => v is -57 or 3));
    }

    [Theory]
    [InlineData("ome04.zarr")]
    [InlineData("ome05.zarr")]
    public void An_image_has_its_axes_levels_and_scales(string name)
    {
        ImageProbe full = ImageReader.Probe(fixture[name]);
        Assert.Equal(("Zarr", "0", "TCZYX"), (full.Format, full.Dataset, full.StoredAxes));
        Assert.Equal((6, 2, 8, 10), (full.SliceCount, full.Channels, full.Height, full.Width));
        PhysicalScale scale = PhysicalScale.Of(full.PixelSize)!;
        Assert.Equal((0.25, 0.5, 2.0, "\u00B5m"), (scale.Width, scale.Height, scale.Depth!.Value, scale.Unit));

        Assert.Equal(new VoxelSize(2, 0.5, 0.25, "\u00B5m"), full.VoxelSize);
        ImageProbe half = ImageReader.Probe(fixture[name], new ImageReadOptions { Level = 1 });
        Assert.Equal(("1", 4, 5, 0.5), (half.Dataset, half.Height, half.Width, PhysicalScale.Of(half.PixelSize)!.Width));
        Assert.Equal(half.StoredShape, ImageReader.Probe(fixture[name], new ImageReadOptions { Dataset = "1" }).StoredShape);
        Assert.Equal("LevelOutOfRange", Assert.Throws<SegException>(() => ImageReader.Probe(fixture[name], new ImageReadOptions { Level = 2 })).Id);
        Assert.Equal(["0", "1"], ImageReader.ListLevels(fixture[name]).Select(l => l.Name));
        Assert.Equal(["0", "1", "labels/cells", "labels/cells/0"], ImageReader.ListDatasets(fixture[name]).Select(d => d.Name));

        // Time runs around depth; channels are planes.
        SegImage[] slices = [.. ImageReader.Read(fixture[name])];
        ushort Value(int t, int c, int z, int i) => (ushort)((((((((t * 2) + c) * 3) + z) * 80) + i) * 7 + 3) % 120);
        for (int s = 0; s < 6; s++)
        {
            for (int c = 0; c < 2; c++)
            {
                Assert.Equal(Enumerable.Range(0, 80).Select(i => Value(s / 3, c, s % 3, i)), slices[s].Samples<ushort>(c).ToArray());
            }
        }
    }

    [Theory]
    [InlineData("ome04.zarr")]
    [InlineData("ome05.zarr")]
    public void Labels_of_an_image_have_their_names_and_colours(string name)
    {
        SegLabels[] labels = [.. LabelReader.ReadAll(fixture[name])];
        Assert.Equal(3, labels.Length);
        Assert.Equal([(5L, "nucleus", "#ff0000"), (9L, "membrane", "#0080ff")], labels[0].Classes.Select(c => (c.Value, c.Name, c.Color.ToString())));
        Assert.Equal("labels/cells/0", labels[0].Source.Dataset);
        Assert.Equal(0.25, PhysicalScale.Of(labels[0].PixelSize)!.Width);
        Assert.Equal(labels[1].Bytes.ToArray(), LabelReader.ReadAll(fixture[name], new LabelReadOptions { Dataset = "labels/cells" }).ElementAt(1).Bytes.ToArray());
        Assert.Equal(labels[1].Bytes.ToArray(), LabelReader.ReadAll(fixture[$"{name}/labels/cells"]).ElementAt(1).Bytes.ToArray());
        Assert.Equal(0.25, PhysicalScale.Of(ImageReader.Probe(fixture[$"{name}/labels/cells/0"]).PixelSize)!.Width);
    }

    [Fact]
    public void One_image_below_a_group_is_taken_and_several_are_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["series.zarr"]);
        File.WriteAllText(folder["series.zarr/.zgroup"], "{\"zarr_format\":2}");
        File.WriteAllText(folder["series.zarr/.zattrs"], "{\"bioformats2raw.layout\":3}");
        Directory.CreateSymbolicLink(folder["linked"], fixture["ome04.zarr"]);
        Copy(fixture["ome04.zarr"], folder["series.zarr/0"]);
        Assert.Equal("0/0", ImageReader.Probe(folder["series.zarr"]).Dataset);
        Assert.Equal("0/labels/cells/0", LabelReader.ReadAll(folder["series.zarr"]).First().Source.Dataset);
        Copy(fixture["ome04.zarr"], folder["series.zarr/1"]);
        Assert.Contains("0, 1", Assert.Throws<SegException>(() => ImageReader.Probe(folder["series.zarr"])).Message, StringComparison.Ordinal);
        Assert.Equal("1/1", ImageReader.Probe(folder["series.zarr"], new ImageReadOptions { Dataset = "1", Level = 1 }).Dataset);

        // The input itself may be behind a link: that is the user's choice.
        Assert.Equal(6, ImageReader.Probe(folder["linked"]).SliceCount);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [Fact]
    public void The_hash_is_that_of_the_array_and_its_description()
    {
        string Hash(string name, int? level = null) => ImageReader.Read(fixture[name], new ImageReadOptions { Level = level }).First().Source.Sha256()!;
        string first = Hash("ome04.zarr");
        Assert.NotEqual(first, Hash("ome04.zarr", 1));
        File.WriteAllBytes(fixture["ome04.zarr/1/0/0/0/0/9"], [1]);
        Assert.Equal(first, Hash("ome04.zarr"));
        File.WriteAllBytes(fixture["ome04.zarr/0/0/0/0/0/9"], [1]);
        Assert.NotEqual(first, Hash("ome04.zarr"));
        File.Delete(fixture["ome04.zarr/0/0/0/0/0/9"]);
        File.Delete(fixture["ome04.zarr/1/0/0/0/0/9"]);
        Assert.Equal(first, Hash("ome04.zarr"));
    }

    private int Rank(string name) => ImageReader.ListDatasets(fixture[name]).Single(d => d.Name.Length == 0).Shape.Count;
}
