using NDSeg.Images;
using Xunit;

namespace NDSeg.Core.Tests.Images;

/// <summary>What a volume says of the slices it gives: its voxel size, and where they belong.</summary>
public class VolumeSliceTests
{
    private static readonly SegClass[] Classes = [new(1, 10, "a", default), new(2, 20, "b", default)];

    [Theory]
    [InlineData("nm")]
    [InlineData(null)]
    public void Slices_have_the_voxel_size_of_their_volume_whatever_their_file_says(string? unit)
    {
        var given = new VoxelSize(4, 0.25, 0.5, unit);
        PixelSize own = new VoxelSize(2, 1, 1, "\u00B5m").ToPixelSize();
        using SegVolume images = SegVolume.FromSlices([new SegImage(1, 1, PixelType.UInt8, [new byte[1]], pixelSize: own), SegImage.FromBytes(1, 1, [1])], given);
        using SegLabelVolume labels = SegLabelVolume.FromSlices([new SegLabels(1, 1, new byte[1], Classes, pixelSize: own), new SegLabels(1, 1, new byte[1], Classes)], given);
        for (int z = 0; z < 2; z++)
        {
            Assert.Equal(given, VoxelSize.Of(images.ReadSlice(z).PixelSize));
            Assert.Equal(given, VoxelSize.Of(labels.ReadSlice(z).PixelSize));
            Assert.Equal(unit, images.ReadSlice(z).PixelSize!.UnitName);
        }
    }

    [Fact]
    public void Slices_that_say_the_same_keep_their_words()
    {
        var own = new PixelSize(2, 4, 1, "ImageJ=1.54f\nunit=micron\nvunit=Gray\nspacing=3.0\n");
        using SegVolume volume = SegVolume.FromSlices([new SegImage(1, 1, PixelType.UInt8, [new byte[1]], pixelSize: own)]);
        Assert.Equal("3 x 0.25 x 0.5 \u00B5m", volume.VoxelSize!.ToString());
        Assert.Equal(own, volume.ReadSlice(0).PixelSize);
    }

    [Theory]
    [InlineData("ImageJ=1.53t\nspacing=3\n", 1, "3 x 1 x 0.5")]
    [InlineData("ImageJ=1.53t\nunit=pixel\nspacing=3\n", 1, "3 x 1 x 0.5")]
    [InlineData("ImageJ=1.53t\nspacing=3\n", 2, "3 x 1 x 0.5")]
    [InlineData("ImageJ=1.53t\nspacing=-3\n", 1, null)]
    [InlineData("ImageJ=1.53t\nspacing=3000\n", 1, null)]
    [InlineData("ImageJ=1.53t\nunit=um\n", 1, null)]
    [InlineData("spacing=3", 1, null)]
    public void A_distance_between_slices_needs_no_unit(string description, int unit, string? expected)
        => Assert.Equal(expected, VoxelSize.Of(new PixelSize(2, 1, unit, description))?.ToString());

    [Fact]
    public void Slices_of_other_files_and_unpainted_ones_are_known_by_their_place()
    {
        SegLabels Map(string path, int? slice = null) => new(1, 1, [1], Classes, source: new ImageSource(path, SliceIndex: slice));
        using SegLabelVolume files = SegLabelVolume.FromSlices([Map("/scans/a.png"), Map("/scans/b.png")]);
        Assert.Equal("/scans", files.Path);
        Assert.Equal([("/scans", 0), ("/scans", 1)], new[] { 0, 1 }.Select(z => (files.ReadSlice(z).Path, files.ReadSlice(z).Slice ?? -1)));
        using SegLabelVolume strokes = SegLabelVolume.Sparse(3, [(1, Map("/r.zip", 1))]);
        Assert.Equal([("/r.zip", 0), ("/r.zip", 1), ("/r.zip", 2)], Enumerable.Range(0, 3).Select(z => (strokes.ReadSlice(z).Path, strokes.ReadSlice(z).Slice ?? -1)));
        using SegLabelVolume part = SegLabelVolume.FromSlices([Map("/v.tif", 7), Map("/v.tif", 8)]);
        Assert.Equal([7, 8], new[] { 0, 1 }.Select(z => part.ReadSlice(z).Slice ?? -1));
        using SegLabelVolume single = SegLabelVolume.FromSlices([Map("/map.png")]);
        Assert.Null(single.ReadSlice(0).Slice);
        using SegLabelVolume scattered = SegLabelVolume.FromSlices([Map("/a/1.png"), Map("/b/1.png")]);
        Assert.Equal((null, 1), (scattered.ReadSlice(1).Path, scattered.ReadSlice(1).Slice ?? -1));
    }

    [Fact]
    public void Unpainted_slices_have_the_classes_of_the_painted_ones()
    {
        SegClass[] many = [.. Enumerable.Range(1, 300).Select(i => new SegClass(i, i, $"c{i}", default))];
        using SegLabelVolume strokes = SegLabelVolume.Sparse(2, [(1, new SegLabels(1, 2, new ushort[] { 0, 300 }, many))]);
        Assert.Equal(300, strokes.ReadSlice(0).ClassCount);
        Assert.Equal([2L, 0], strokes.ReadSlice(0).CountPixels()[..2]);
    }
}
