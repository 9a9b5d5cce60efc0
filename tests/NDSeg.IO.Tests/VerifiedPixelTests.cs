using System.IO.Compression;
using NDSeg.Images;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Damage that leaves a file readable ends in an error, never in other pixels; odd writers' files give the right ones.</summary>
public sealed class VerifiedPixelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(8, new byte[] { 0x80, 0x40, 0xC0, 0x0F }, new[] { 1.0, 2, 3, 240 })]
    [InlineData(16, new byte[] { 0x80, 0x40, 0xC0, 0x0F }, new[] { 513.0, 61443 })]
    public void Bits_stored_lowest_first_are_turned_round(int bits, byte[] strip, double[] expected)
    {
        SegImage image = Read(new TiffBytes().Page(1, expected.Length, strip, (258, 3, [bits]), (266, 3, [2])));
        Assert.Equal(expected, Values(image));
        // Two samples a pixel take another way through the reader.
        SegImage pairs = Read(new TiffBytes().Page(1, expected.Length / 2, strip, (258, 3, [bits, bits]), (266, 3, [2]), (277, 3, [2])));
        Assert.Equal(expected[0], Values(pairs)[0]);
    }

    [Fact]
    public void Reversed_bits_of_a_deflated_strip_are_turned_round()
    {
        byte[] reversed = Array.ConvertAll(Deflate([5, 6, 7, 8]), Reverse);
        Assert.Equal([5.0, 6, 7, 8], Values(Read(new TiffBytes().Page(2, 2, reversed, (259, 3, [8]), (266, 3, [2])))));
    }

    [Fact]
    public void Tiles_listed_under_the_tags_of_strips_are_tiles()
    {
        byte[][] tiles = [.. Enumerable.Range(0, 2).Select(t => Enumerable.Range(0, 256).Select(i => (byte)((i * 2) + t)).ToArray())];
        byte[] file = new TiffBytes().Page(16, 32, tiles, (322, 4, [16]), (323, 4, [16])).ToArray();
        SegImage right = Read(file);
        SegImage moved = Read(Renamed(Renamed(file, 324, 273), 325, 279));
        Assert.Equal(Values(right), Values(moved));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    public void One_flipped_bit_of_a_deflated_strip_is_an_error_whatever_the_predictor(int predictor, int sampleFormat)
    {
        int bits = sampleFormat == 3 ? 32 : 8;
        byte[] strip = Deflate([.. Enumerable.Range(0, 1200 * bits / 8).Select(i => (byte)(i * i / 7))]);
        TiffBytes Page(byte[] data) => new TiffBytes().Page(30, 40, data, (258, 3, [bits]), (259, 3, [8]), (317, 3, [predictor]), (339, 3, [sampleFormat]));
        double[] expected = Values(Read(Page(strip)));
        int errors = 0;
        for (int bit = 16; bit < strip.Length * 8; bit += 11)
        {
            byte[] damaged = [.. strip];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Bits that fill up the last byte of the data mean nothing; all others must be noticed.
                Assert.Equal(expected, Values(Read(Page(damaged))));
            }
            catch (SegException e)
            {
                Assert.Contains(e.Id, new[] { "CorruptImage", "TruncatedImage" });
                errors++;
            }
        }

        Assert.True(errors > strip.Length * 8 / 11 * 9 / 10, $"{errors} errors");
    }

    [Fact]
    public void A_last_strip_filled_up_by_its_writer_is_read()
    {
        byte[][] strips = [Deflate([1, 2, 3, 4]), Deflate([5, 6, 99, 99])];
        Assert.Equal([1.0, 2, 3, 4, 5, 6], Values(Read(new TiffBytes().Page(3, 2, strips, (259, 3, [8]), (278, 4, [2])))));
    }

    [Fact]
    public void One_flipped_bit_of_a_PNG_never_gives_other_pixels()
    {
        byte[] intact = File.ReadAllBytes(Fixture.PathOf("grey16.png"));
        double[] expected = Values(Read(intact, "png"));
        int errors = 0;
        for (int bit = 8 * 8; bit < intact.Length * 8; bit++)
        {
            byte[] damaged = [.. intact];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(expected, Values(Read(damaged, "png")));
            }
            catch (SegException)
            {
                errors++;
            }
        }

        Assert.True(errors > 100);
    }

    [SharedTheory]
    [InlineData("tif386.tif")]
    [InlineData("h5383.h5")]
    public void The_damaged_files_that_were_read_as_other_pixels(string name)
    {
        SegException error = Assert.Throws<SegException>(() => ImageReader.Read(SharedData.PathOf("data/hostile/" + name)).ToList());
        Assert.Equal("CorruptImage", error.Id);
    }

    private static byte Reverse(byte value) => (byte)Enumerable.Range(0, 8).Sum(i => ((value >> i) & 1) << (7 - i));

    private static byte[] Deflate(byte[] data)
    {
        using var result = new MemoryStream();
        using (var deflater = new ZLibStream(result, CompressionLevel.Optimal))
        {
            deflater.Write(data);
        }

        return result.ToArray();
    }

    private static byte[] Renamed(byte[] file, int tag, int into)
    {
        byte[] changed = [.. file];
        int directory = BitConverter.ToInt32(file, 4);
        for (int i = 0, at = directory + 2; i < BitConverter.ToUInt16(file, directory); i++, at += 12)
        {
            if (BitConverter.ToUInt16(changed, at) == tag)
            {
                BitConverter.GetBytes((ushort)into).CopyTo(changed, at);
            }
        }

        return changed;
    }

    private static double[] Values(SegImage image) => [.. Enumerable.Range(0, image.Channels).SelectMany(c => image.PixelType == PixelType.UInt16
        ? image.Samples<ushort>(c).ToArray().Select(v => (double)v)
        : image.PixelType == PixelType.Float32 ? image.Samples<float>(c).ToArray().Select(v => (double)v) : image.Samples<byte>(c).ToArray().Select(v => (double)v))];

    private SegImage Read(TiffBytes file) => Read(file.ToArray());

    private SegImage Read(byte[] file, string extension = "tif") => ImageReader.Read(folder.Write("x." + extension, file)).Single();
}
