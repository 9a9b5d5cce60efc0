using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Image volumes that are written and read again.</summary>
public sealed class VolumeWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(PixelType.UInt8, ".tif")]
    [InlineData(PixelType.Int16, ".tif")]
    [InlineData(PixelType.UInt16, ".tif")]
    [InlineData(PixelType.Float32, ".tif")]
    [InlineData(PixelType.UInt8, ".h5")]
    [InlineData(PixelType.Int16, ".h5")]
    [InlineData(PixelType.Float32, ".h5")]
    [InlineData(PixelType.UInt8, ".zarr")]
    [InlineData(PixelType.Int16, ".zarr")]
    [InlineData(PixelType.UInt16, ".zarr")]
    [InlineData(PixelType.Float32, ".zarr")]
    public void Samples_come_back_as_they_were(PixelType type, string extension)
    {
        string path = folder["volume" + extension];
        SegImage[] slices = [.. Enumerable.Range(0, 3).Select(z => Slice(type, z))];
        using SegVolume volume = SegVolume.FromSlices(slices, new VoxelSize(2.5, 0.5, 0.25, "µm"));
        VolumeWriter.Write(path, volume);
        using SegVolume again = VolumeReader.Open(path);
        Assert.Equal((volume.Shape, type), (again.Shape, again.PixelType));
        Assert.NotNull(again.VoxelSize);
        Assert.Equal(10, again.VoxelSize.Ratio.Z, 6);
        Assert.Equal(2, again.VoxelSize.Ratio.Y, 6);
        for (int z = 0; z < 3; z++)
        {
            Assert.Equal(slices[z].SampleBytes(0).ToArray(), again.ReadSlice(z).SampleBytes(0).ToArray());
        }
    }

    [Theory]
    [InlineData(".tif")]
    [InlineData(".h5")]
    [InlineData(".zarr")]
    public void A_voxel_size_without_a_unit_is_kept_and_one_that_was_given_goes_before_that_of_the_slices(string extension)
    {
        PixelSize own = new VoxelSize(2, 1, 1, "\u00B5m").ToPixelSize();
        SegImage[] slices = [.. Enumerable.Range(0, 2).Select(_ => new SegImage(1, 1, PixelType.UInt8, [new byte[1]], pixelSize: own))];
        using SegVolume volume = SegVolume.FromSlices(slices, new VoxelSize(3, 0.5, 0.5));
        VolumeWriter.Write(folder["v" + extension], volume);
        using SegVolume again = VolumeReader.Open(folder["v" + extension]);
        Assert.Equal(new VoxelSize(3, 0.5, 0.5), again.VoxelSize);
        Assert.Equal(new VoxelSize(3, 0.5, 0.5), VoxelSize.Of(ImageReader.Read(folder["v" + extension]).Last().PixelSize));
    }

    [Theory]
    [InlineData(".tif")]
    [InlineData(".h5")]
    [InlineData(".zarr")]
    public void Channels_are_written_together_or_chosen(string extension)
    {
        SegImage Two(int z) => new(1, 2, PixelType.UInt16, [new ushort[] { 1, (ushort)z }, new ushort[] { 700, (ushort)(10 + z) }]);
        using SegVolume volume = SegVolume.FromSlices([Two(0), Two(1), Two(2)]);
        VolumeWriter.Write(folder["all" + extension], volume);
        using SegVolume all = VolumeReader.Open(folder["all" + extension]);
        Assert.Equal((volume.Shape, PixelType.UInt16), (all.Shape, all.PixelType));
        Assert.Equal((2, 12), (all.ReadSlice(2)[0, 0, 1], all.ReadSlice(2)[1, 0, 1]));
        VolumeWriter.Write(folder["one" + extension], volume, channels: [1]);
        using SegVolume one = VolumeReader.Open(folder["one" + extension]);
        Assert.Equal(("3 x 1 x 2", PixelType.UInt16), (one.Shape, one.PixelType));
        Assert.Equal(11, one.ReadSlice(1)[0, 0, 1]);
    }

    [Fact]
    public void Bilevel_samples_stay_zero_and_one_for_filters()
    {
        using SegVolume volume = SegVolume.FromSlices([new SegImage(1, 2, PixelType.Bilevel, [new byte[] { 0, 1 }]), new SegImage(1, 2, PixelType.Bilevel, [new byte[] { 1, 1 }])]);
        VolumeWriter.Write(folder["b.tif"], volume);
        using SegVolume again = VolumeReader.Open(folder["b.tif"]);
        Assert.Equal((PixelType.Float32, 1.0), (again.PixelType, again.ReadSlice(0)[0, 0, 1] / again.ReadSlice(0).FullScale));
    }

    [Fact]
    public void Existing_files_are_errors_and_a_failure_leaves_no_file()
    {
        string path = folder["volume.tif"];
        using var broken = new SegVolume(2, 1, 1, PixelType.UInt8, ["c0"], z => z == 0 ? SegImage.FromBytes(1, 1, [1]) : throw new SegException("TruncatedImage", SegErrorKind.InvalidData, "Expected a slice, found none."));
        Assert.Equal("TruncatedImage", Assert.Throws<SegException>(() => VolumeWriter.Write(path, broken)).Id);
        Assert.False(File.Exists(path));
        using SegVolume good = SegVolume.FromSlices([SegImage.FromBytes(1, 1, [1])]);
        VolumeWriter.Write(path, good);
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => VolumeWriter.Write(path, good)).Id);
        VolumeWriter.Write(path, good, new PlaneWriteOptions { Overwrite = true });
        Assert.Equal("UnknownFormat", Assert.Throws<SegException>(() => VolumeWriter.Write(folder["volume.png"], good)).Id);
    }

    private static SegImage Slice(PixelType type, int z)
    {
        int[] values = [.. Enumerable.Range(0, 12).Select(i => (17 * i) + z)];
        Array plane = type switch
        {
            PixelType.UInt8 => Array.ConvertAll(values, v => (byte)v),
            PixelType.Int16 => Array.ConvertAll(values, v => (short)(100 - v)),
            PixelType.UInt16 => Array.ConvertAll(values, v => (ushort)(300 * v)),
            _ => Array.ConvertAll(values, v => v / 7f),
        };
        return new SegImage(3, 4, type, [plane]);
    }
}
