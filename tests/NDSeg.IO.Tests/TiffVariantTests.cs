using System.Buffers.Binary;
using System.IO.Compression;
using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>TIFF variants written by hand.</summary>
public sealed class TiffVariantTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void Both_byte_orders_and_sizes_of_offsets(bool little, bool big)
    {
        byte[] strip = new byte[2 * 3 * 4];
        for (int i = 0; i < 6; i++)
        {
            uint value = (uint)(i * 100_000_007);
            if (little)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(strip.AsSpan(4 * i), value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(strip.AsSpan(4 * i), value);
            }
        }

        SegImage image = Read(new TiffBytes(little, big).Page(2, 3, strip, (258, 3, [32])));
        Assert.Equal([0, 100_000_007, 200_000_014, 300_000_021, 400_000_028, 500_000_035], image.Samples<uint>(0).ToArray());
    }

    [Theory]
    [InlineData(1, new byte[] { 0b1010_0000, 0b0110_0000 }, new byte[] { 1, 0, 1, 0, 1, 1 }, PixelType.Bilevel)]
    [InlineData(2, new byte[] { 0b11_01_00_00, 0b10_01_11_00 }, new byte[] { 3, 1, 0, 2, 1, 3 }, PixelType.UInt8)]
    [InlineData(4, new byte[] { 0xF1, 0x20, 0x34, 0x50 }, new byte[] { 15, 1, 2, 3, 4, 5 }, PixelType.UInt8)]
    public void Packed_samples_are_unpacked_row_by_row(int bits, byte[] strip, byte[] expected, PixelType type)
    {
        SegImage image = Read(new TiffBytes().Page(2, 3, strip, (258, 3, [bits])));
        Assert.Equal(expected, image.Samples<byte>(0).ToArray());
        Assert.Equal(type, image.PixelType);
    }

    [Fact]
    public void Reversed_bits_are_put_right()
    {
        SegImage image = Read(new TiffBytes().Page(1, 8, [0b0000_0101], (258, 3, [1]), (266, 3, [2])));
        Assert.Equal([1, 0, 1, 0, 0, 0, 0, 0], image.Samples<byte>(0).ToArray());
    }

    [Fact]
    public void Strips_of_several_rows_end_with_a_short_one()
    {
        SegImage image = Read(new TiffBytes().Page(5, 2, [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]], (278, 4, [2])));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], image.Samples<byte>(0).ToArray());
    }

    [Fact]
    public void Half_floats_with_the_floating_point_predictor()
    {
        Half[] values = [(Half)0.5, (Half)(-2.25), (Half)100, (Half)0.001];
        // The predictor of TIFF technical note 3: bytes of a row sorted by significance, then differences.
        byte[] planes = new byte[8];
        for (int i = 0; i < 4; i++)
        {
            ushort bits = BitConverter.HalfToUInt16Bits(values[i]);
            planes[i] = (byte)(bits >> 8);
            planes[4 + i] = (byte)bits;
        }

        byte[] differences = [.. planes.Select((b, i) => (byte)(b - (i > 0 ? planes[i - 1] : 0)))];
        SegImage image = Read(new TiffBytes().Page(1, 4, Deflate(differences), (258, 3, [16]), (259, 3, [8]), (317, 3, [3]), (339, 3, [3])));
        Assert.Equal(values, image.Samples<Half>(0).ToArray());
    }

    [Fact]
    public void Planar_tiles_reach_over_the_border()
    {
        byte[] Tile(int start) => [.. Enumerable.Range(start, 256).Select(i => (byte)i)];
        SegImage image = Read(new TiffBytes().Page(17, 16, [Tile(0), Tile(1), Tile(2), Tile(3)], (258, 3, [8, 8]), (277, 3, [2]), (284, 3, [2]), (322, 4, [16]), (323, 4, [16])));
        Assert.Equal((17, 16, 2), (image.Height, image.Width, image.Channels));
        Assert.Equal((0, 1, 15), (image.Samples<byte>(0)[0], image.Samples<byte>(0)[256], image.Samples<byte>(0)[15]));
        Assert.Equal((2, 3, 18), (image.Samples<byte>(1)[0], image.Samples<byte>(1)[256], image.Samples<byte>(1)[271]));
    }

    [Fact]
    public void Thumbnails_are_no_slices()
    {
        var file = new TiffBytes().Page(1, 1, [9], (254, 4, [1])).Page(1, 2, [1, 2]).Page(1, 2, [3, 4]);
        List<SegImage> slices = ReadAll(file);
        Assert.Equal(2, slices.Count);
        Assert.Equal([3, 4], slices[1].Samples<byte>(0).ToArray());
    }

    [Fact]
    public void An_ImageJ_stack_with_a_single_directory_is_read_to_its_end()
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 3 * 4).Select(i => (byte)i)];
        var file = new TiffBytes().Page(2, 3, pixels, (279, 4, [6]), TiffBytes.Description("ImageJ=1.54p\nimages=4\nslices=4\nunit=micron\nspacing=2.5\n"), (282, 5, [5, 2]), (283, 5, [5, 2]), (296, 3, [1]));
        List<SegImage> slices = ReadAll(file);
        Assert.Equal(4, slices.Count);
        Assert.Equal([18, 19, 20, 21, 22, 23], slices[3].Samples<byte>(0).ToArray());
        Assert.Equal(new PixelSize(2.5, 2.5, 1, "ImageJ=1.54p\nunit=micron\nspacing=2.5\n"), slices[3].PixelSize);

        byte[] cut = file.ToArray()[..^1];
        byte[] directoryFirst = new TiffBytes().Page(2, 3, [0, 1, 2, 3, 4, 5], TiffBytes.Description("ImageJ=1.54p\nimages=4\n")).ToArray();
        Assert.Equal("TruncatedImage", Assert.Throws<SegException>(() => ImageReader.Probe(folder.Write("cut.tif", cut))).Id);
        Assert.NotEmpty(directoryFirst);
    }

    [Fact]
    public void Pages_may_be_channels()
    {
        byte[] file = new TiffBytes().Page(1, 2, [1, 2]).Page(1, 2, [3, 4]).Page(1, 2, [5, 6]).ToArray();
        SegImage image = ImageReader.Read(folder.Write("pages.tif", file), new ImageReadOptions { ChannelAxis = 0 }).Single();
        Assert.Equal((1, 2, 3), (image.Height, image.Width, image.Channels));
        Assert.Equal([5, 6], image.Samples<byte>(2).ToArray());
    }

    [Fact]
    public void OME_channels_are_planes()
    {
        const string ome = "<?xml version=\"1.0\"?><OME xmlns=\"x\"><Image><Pixels DimensionOrder=\"XYCZT\" SizeX=\"2\" SizeY=\"1\" SizeC=\"2\" SizeZ=\"2\" SizeT=\"1\"/></Image></OME>";
        var file = new TiffBytes().Page(1, 2, [1, 2], TiffBytes.Description(ome)).Page(1, 2, [3, 4]).Page(1, 2, [5, 6]).Page(1, 2, [7, 8]);
        List<SegImage> slices = ReadAll(file);
        Assert.Equal(2, slices.Count);
        Assert.Equal([7, 8], slices[1].Samples<byte>(1).ToArray());
        Assert.Equal("ZCYX", ImageReader.Probe(folder["file.tif"]).StoredAxes);
    }

    [Fact]
    public void A_damaged_slice_does_not_stop_the_others()
    {
        byte[] good = Deflate([1, 2]);
        byte[] file = new TiffBytes().Page(1, 2, good, (259, 3, [8])).Page(1, 2, new byte[10], (259, 3, [8])).Page(1, 2, good, (259, 3, [8])).ToArray();
        using ImageVolume volume = ImageReader.Open(folder.Write("damaged.tif", file));
        Assert.Equal([1, 2], volume.ReadSlice(0).Samples<byte>(0).ToArray());
        Assert.Equal("CorruptImage", Assert.Throws<SegException>(() => volume.ReadSlice(1)).Id);
        Assert.Equal([1, 2], volume.ReadSlice(2).Samples<byte>(0).ToArray());
    }

    [Theory]
    [InlineData(50000, 1, 8, "ZSTD")]
    [InlineData(34712, 1, 8, "JPEG 2000")]
    [InlineData(34925, 1, 8, "LZMA")]
    [InlineData(6, 1, 8, "old-style JPEG")]
    [InlineData(1, 1, 12, "12-bit")]
    [InlineData(1, 6, 64, "complex")]
    [InlineData(1, 1, 64, "64-bit unsigned")]
    public void Unsupported_variants_are_named(int compression, int format, int bits, string named)
    {
        byte[] file = new TiffBytes().Page(1, 2, new byte[64], (258, 3, [bits]), (259, 3, [compression]), (339, 3, [format])).ToArray();
        SegException error = Assert.Throws<SegException>(() => ImageReader.Read(folder.Write("x.tif", file)).ToList());
        Assert.Equal("UnsupportedImage", error.Id);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_are_read_only_when_asked_for()
    {
        // The second page is damaged; reading the first must not notice.
        byte[] file = new TiffBytes().Page(1, 2, [1, 2]).Page(1, 2, new byte[5], (259, 3, [8])).ToArray();
        using IEnumerator<SegImage> slices = ImageReader.Read(folder.Write("lazy.tif", file)).GetEnumerator();
        Assert.True(slices.MoveNext());
        Assert.Throws<SegException>(() => slices.MoveNext());
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var deflater = new ZLibStream(result, CompressionLevel.Optimal))
        {
            deflater.Write(bytes);
        }

        return result.ToArray();
    }

    private SegImage Read(TiffBytes file) => ReadAll(file).Single();

    private List<SegImage> ReadAll(TiffBytes file) => [.. ImageReader.Read(folder.Write("file.tif", file.ToArray()))];
}
