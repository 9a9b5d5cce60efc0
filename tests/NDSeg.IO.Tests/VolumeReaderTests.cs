using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Files as volumes in three dimensions: their slices, and the voxel sizes that other programs write.</summary>
public sealed class VolumeReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ImageJ=1.53t\nimages=3\nslices=3\nunit=micron\nspacing=2.5\n", 2.0, "2.5 x 0.5 x 0.5 µm")]
    [InlineData("ImageJ=1.53t\nimages=3\nslices=3\nspacing=3\n", null, "3 x 1 x 1")]
    [InlineData("ImageJ=1.53t\nimages=3\nslices=3\nunit=micron\n", 2.0, null)]
    [InlineData("ImageJ=1.53t\nimages=3\nslices=3\nspacing=-1\n", null, null)]
    [InlineData("<?xml version=\"1.0\"?><OME><Image><Pixels DimensionOrder=\"XYZCT\" SizeX=\"4\" SizeY=\"2\" SizeZ=\"3\" SizeC=\"1\" SizeT=\"1\" PhysicalSizeX=\"0.25\" PhysicalSizeY=\"0.25\" PhysicalSizeZ=\"1\"/></Image></OME>", null, "1 x 0.25 x 0.25 µm")]
    [InlineData("<OME><Image><Pixels SizeX=\"4\" SizeY=\"2\" SizeZ=\"3\" SizeC=\"1\" SizeT=\"1\" PhysicalSizeX=\"250\" PhysicalSizeXUnit=\"nm\" PhysicalSizeY=\"250\" PhysicalSizeYUnit=\"nm\" PhysicalSizeZ=\"1\"/></Image></OME>", null, "1 x 0.25 x 0.25 µm")]
    [InlineData("<OME><Image><Pixels SizeX=\"4\" SizeY=\"2\" SizeZ=\"3\" SizeC=\"1\" SizeT=\"1\" PhysicalSizeX=\"2\" PhysicalSizeXUnit=\"pixel\" PhysicalSizeY=\"2\" PhysicalSizeZ=\"6\"/></Image></OME>", null, "6 x 2 x 2")]
    [InlineData("<OME><Image><Pixels SizeX=\"4\" SizeY=\"2\" SizeZ=\"3\" SizeC=\"1\" SizeT=\"1\" PhysicalSizeX=\"0.25\"/></Image></OME>", null, null)]
    [InlineData("a text", null, null)]
    public void Voxel_sizes_of_TIFF_files(string description, double? resolution, string? expected)
    {
        var file = new TiffBytes();
        for (int page = 0; page < 3; page++)
        {
            List<(int, int, long[])> tags = page == 0 ? [TiffBytes.Description(description)] : [];
            if (resolution is { } perUnit)
            {
                tags.AddRange([(282, 5, [(long)perUnit, 1]), (283, 5, [(long)perUnit, 1]), (296, 3, [1])]);
            }

            file.Page(2, 4, [.. Enumerable.Range(8 * page, 8).Select(i => (byte)i)], [.. tags]);
        }

        using SegVolume volume = VolumeReader.Open(folder.Write("v.tif", file.ToArray()));
        Assert.Equal("3 x 2 x 4", volume.Shape);
        Assert.Equal(expected, volume.VoxelSize?.ToString());
        SegImage slice = volume.ReadSlice(2);
        Assert.Equal(19, slice[0, 0, 3]);
        Assert.Equal((2, 3), (slice.Series!.Ordinal, slice.Series.Count));
        Assert.Equal(2, slice.Slice);
    }

    [Theory]
    [InlineData("earliest")]
    [InlineData("latest")]
    public void Voxel_sizes_of_HDF5_datasets(string version)
    {
        string path = Fixture.PathOf($"voxels_{version}.h5");
        string? Size(string dataset, int axis = 0, int? channels = null)
        {
            using SegVolume volume = VolumeReader.Open(path, new ImageReadOptions { Dataset = dataset, Axis = axis, ChannelAxis = channels });
            return volume.VoxelSize?.ToString();
        }

        Assert.Equal("2.5 x 1 x 0.5 µm", Size("volume"));
        Assert.Equal("1 x 2.5 x 0.5 µm", Size("volume", axis: 1));
        Assert.Equal("3 x 1 x 1 µm", Size("float"));
        Assert.Equal("3 x 2 x 1 µm", Size("whole"));
        Assert.Equal("2.5 x 1 x 0.5 µm", Size("channels", channels: 3));
        Assert.Null(Size("every", axis: 1, channels: 0));
        Assert.Null(Size("wrong"));
        Assert.Null(Size("text"));
        Assert.Null(Size("many"));
    }

    [Fact]
    public void A_range_of_slices_is_a_volume_of_its_own_and_gaps_are_not()
    {
        string path = Fixture.PathOf("voxels_latest.h5");
        using SegVolume part = VolumeReader.Open(path, new ImageReadOptions { Dataset = "volume", Axis = 0, Slices = SliceRange.ParseList("1-2") }, new VoxelSize(9, 1, 1));
        Assert.Equal(2, part.Depth);
        Assert.Equal("9 x 1 x 1", part.VoxelSize!.ToString());
        Assert.Equal(1, part.ReadSlice(0).Slice);
        Assert.Equal("SliceOutOfRange", Assert.Throws<SegException>(() => part.ReadSlice(2)).Id);
        Assert.Equal(
            "SlicesNotConsecutive",
            Assert.Throws<SegException>(() => VolumeReader.Open(path, new ImageReadOptions { Dataset = "volume", Axis = 0, Slices = SliceRange.ParseList("0,2") })).Id);
    }

    [Fact]
    public void Pages_of_other_sizes_are_named_when_they_are_read()
    {
        byte[] file = new TiffBytes().Page(2, 4, new byte[8]).Page(2, 4, new byte[8]).Page(3, 4, new byte[12]).ToArray();
        using SegVolume volume = VolumeReader.Open(folder.Write("v.tif", file));
        Assert.Equal(1, volume.ReadSlice(1).Slice);
        SegException failure = Assert.Throws<SegException>(() => volume.ReadSlice(2));
        Assert.Equal("SliceShapeMismatch", failure.Id);
        Assert.Contains("slice 2", failure.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_other_sizes_and_types_are_named_before_any_is_read()
    {
        string[] names = [.. Enumerable.Range(0, 3).Select(i => folder.Write($"{i}.tif", new TiffBytes().Page(2, 4, new byte[8]).ToArray()))];
        folder.Write("1.tif", new TiffBytes().Page(3, 4, new byte[12]).ToArray());
        SegException failure = Assert.Throws<SegException>(() => VolumeReader.OpenFiles(names));
        Assert.Equal("SliceShapeMismatch", failure.Id);
        Assert.Contains("1.tif", failure.Finding, StringComparison.Ordinal);

        // One that is damaged is named when its slice is read; the others are a volume.
        folder.Write("1.tif", [1, 2, 3]);
        using SegVolume volume = VolumeReader.OpenFiles(names);
        Assert.Equal(2, volume.ReadSlice(2).Slice);
        Assert.Throws<SegException>(() => volume.ReadSlice(1));
    }

    [Fact]
    public void Slices_keep_a_distance_without_a_unit()
    {
        byte[] file = new TiffBytes().Page(1, 2, [0, 1], TiffBytes.Description("ImageJ=1.53t\nimages=2\nslices=2\nmin=0.0\nspacing=3\n")).Page(1, 2, [0, 1]).ToArray();
        SegImage[] slices = [.. ImageReader.Read(folder.Write("v.tif", file))];
        Assert.All(slices, s => Assert.Equal(("ImageJ=1.53t\nspacing=3\n", null), (s.PixelSize?.Description, s.PixelSize?.UnitName)));
    }

    [Fact]
    public void Labels_of_all_slices_share_their_classes()
    {
        byte[] file = new TiffBytes().Page(1, 4, [0, 7, 0, 0]).Page(1, 4, [3, 0, 0, 0]).ToArray();
        using SegLabelVolume labels = LabelReader.OpenVolume(folder.Write("l.tif", file));
        Assert.Equal([3L, 7L], labels.Classes.Select(c => c.Value));
        Assert.Equal(2, labels.ReadSlice(0)[0, 1]);
        Assert.Equal(1, labels.ReadSlice(1)[0, 0]);
        labels.Dispose();
        Assert.Throws<ObjectDisposedException>(() => labels.ReadSlice(0));
        File.Delete(folder["l.tif"]);
    }
}
