using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Files written by Pillow and h5py (see Fixtures/make_fixtures.py) against what these libraries read back.</summary>
public class FixtureTests
{
    [Theory]
    [InlineData("lzw_rgb.tif", 3, PixelType.UInt8)]
    [InlineData("packbits_16.tif", 1, PixelType.UInt16)]
    [InlineData("jpeg_grey.tif", 1, PixelType.UInt8)]
    [InlineData("grey8.png", 1, PixelType.UInt8)]
    [InlineData("grey16.png", 1, PixelType.UInt16)]
    [InlineData("grey_alpha.png", 2, PixelType.UInt8)]
    [InlineData("rgb.png", 3, PixelType.UInt8)]
    [InlineData("rgba.png", 4, PixelType.UInt8)]
    [InlineData("bilevel.png", 1, PixelType.Bilevel)]
    [InlineData("palette4.png", 1, PixelType.UInt8)]
    [InlineData("grey.jpg", 1, PixelType.UInt8)]
    public void Samples_equal_those_of_Pillow(string name, int channels, PixelType type)
    {
        SegImage image = ImageReader.Read(Fixture.PathOf(name)).Single();
        Assert.Equal((23, 37, channels, type), (image.Height, image.Width, image.Channels, image.PixelType));
        Assert.Equal(Fixture.Expected(name), Fixture.Interleaved(image));
    }

    [Theory]
    [InlineData("rgb.jpg", 6)]
    [InlineData("progressive.jpg", 6)]
    [InlineData("jpeg_rgb.tif", 16)]
    public void Subsampled_JPEG_colours_are_those_of_Pillow_but_for_interpolation(string name, int tolerance)
    {
        // Decoders may choose how they interpolate halved colour planes; the luminance is the same.
        SegImage image = ImageReader.Read(Fixture.PathOf(name)).Single();
        double[] expected = Fixture.Expected(name);
        double[] found = Fixture.Interleaved(image);
        Assert.Equal((23, 37, 3), (image.Height, image.Width, image.Channels));
        Assert.InRange(expected.Zip(found, (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);
        Assert.InRange(expected.Zip(found, (a, b) => Math.Abs(a - b)).Average(), 0, 2);
    }

    [Theory]
    [InlineData("fax3.tif")]
    [InlineData("fax4.tif")]
    public void Fax_pages_are_bilevel_as_stored(string name)
    {
        // Pillow shows 0 as white in a white-is-zero page; the stored bits are the other way round.
        SegImage image = ImageReader.Read(Fixture.PathOf(name)).Single();
        Assert.Equal(PixelType.Bilevel, image.PixelType);
        double[] found = Fixture.Interleaved(image);
        double[] shown = Fixture.Expected(name);
        Assert.True(found.SequenceEqual(shown) || found.SequenceEqual(shown.Select(v => 1 - v)));
        Assert.InRange(found.Sum(), 1, found.Length - 1);
    }

    [Fact]
    public void Resolution_of_a_JPEG_is_carried()
        => Assert.Equal(new PixelSize(300, 150, 2), ImageReader.Probe(Fixture.PathOf("progressive.jpg")).PixelSize);

    [Theory]
    [InlineData("single", null, PixelType.UInt16)]
    [InlineData("single_gzip", null, PixelType.UInt16)]
    [InlineData("implicit", null, PixelType.Int32)]
    [InlineData("fixed", null, PixelType.UInt16)]
    [InlineData("fixed_gzip", null, PixelType.UInt16)]
    [InlineData("fixed_paged", null, PixelType.UInt8)]
    [InlineData("extensible", 0, PixelType.UInt16)]
    [InlineData("extensible_second", null, PixelType.UInt16)]
    [InlineData("extensible_long", 0, PixelType.UInt8)]
    [InlineData("tree", null, PixelType.UInt16)]
    [InlineData("tree_gzip", null, PixelType.UInt16)]
    [InlineData("lzf", null, PixelType.UInt16)]
    [InlineData("deep", 0, PixelType.UInt16)]
    public void Every_chunk_index_of_HDF5_is_read(string dataset, int? axis, PixelType type)
    {
        List<SegImage> slices = [.. ImageReader.Read(Fixture.PathOf("chunks_latest.h5"), new ImageReadOptions { Dataset = dataset, Axis = axis })];
        double[] found = [.. slices.SelectMany(s => ExpectedFormatsTests.ToDoubles(s.Plane(0)))];
        Assert.Equal(Fixture.Counting(found.Length), found);
        Assert.Equal(type, slices[0].PixelType);
    }

    [Theory]
    [InlineData("kinds.h5", "big_endian", PixelType.Int16)]
    [InlineData("kinds.h5", "committed", PixelType.UInt16)]
    [InlineData("kinds.h5", "soft", PixelType.UInt16)]
    [InlineData("kinds.h5", "dense/member_with_a_long_name_31/inner", PixelType.UInt16)]
    [InlineData("old_groups.h5", "g17/inner", PixelType.UInt16)]
    [InlineData("old_groups.h5", null, PixelType.UInt16)]
    public void Every_kind_of_group_and_link_is_followed(string file, string? dataset, PixelType type)
    {
        SegImage image = ImageReader.Read(Fixture.PathOf(file), new ImageReadOptions { Dataset = dataset }).Single();
        Assert.Equal(type, image.PixelType);
        Assert.Equal(Fixture.Counting(image.Height * image.Width), ExpectedFormatsTests.ToDoubles(image.Plane(0)));
    }

    [Fact]
    public void Booleans_and_fill_values_come_out()
    {
        SegImage boolean = ImageReader.Read(Fixture.PathOf("kinds.h5"), new ImageReadOptions { Dataset = "boolean" }).Single();
        Assert.Equal(PixelType.Bilevel, boolean.PixelType);
        Assert.Equal(Fixture.Counting(20).Select(v => v > 100 ? 1.0 : 0), ExpectedFormatsTests.ToDoubles(boolean.Plane(0)));

        SegImage filled = ImageReader.Read(Fixture.PathOf("kinds.h5"), new ImageReadOptions { Dataset = "filled" }).Single();
        Assert.Equal((25 * 3) + (375 * 7), filled.Samples<byte>(0).ToArray().Sum(v => v));
    }

    [Fact]
    public void Integers_of_64_bits_become_numbers_that_hold_them_exactly()
    {
        SegImage image = ImageReader.Read(Fixture.PathOf("kinds.h5"), new ImageReadOptions { Dataset = "long" }).Single();
        Assert.Equal(PixelType.Float64, image.PixelType);
        Assert.Equal(Fixture.Counting(20), image.Samples<double>(0).ToArray());
        Assert.Equal("UnsupportedImage", Assert.Throws<SegException>(() => LongIntegers.ToDoubles([BitConverter.Int64BitsToDouble((1L << 53) + 1)], isSigned: true, "d", "f")).Id);
    }

    [Theory]
    [InlineData("kinds.h5", "scaled", "scale-offset")]
    [InlineData("kinds.h5", "complex", "Compound")]
    [InlineData("kinds.h5", "text", "scalar")]
    [InlineData("cmyk.jpg", null, "4 components")]
    public void What_is_not_supported_is_named(string file, string? dataset, string named)
    {
        SegException error = Assert.Throws<SegException>(() => ImageReader.Read(Fixture.PathOf(file), new ImageReadOptions { Dataset = dataset }).ToList());
        Assert.Equal("UnsupportedImage", error.Id);
        Assert.Equal(SegErrorKind.NotSupported, error.Kind);
        Assert.Contains(named == "another file" ? "into another file" : named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deep_chunk_is_read_slice_by_slice_in_any_order()
    {
        using ImageVolume volume = ImageReader.Open(Fixture.PathOf("chunks_latest.h5"), new ImageReadOptions { Dataset = "deep", Axis = 0 });
        double[] expected = Fixture.Counting(12 * 300);
        foreach (int slice in (int[])[11, 0, 6, 4, 5, 5])
        {
            Assert.Equal(expected[(slice * 300)..((slice + 1) * 300)], ExpectedFormatsTests.ToDoubles(volume.ReadSlice(slice).Plane(0)));
        }
    }

    [Fact]
    public void Datasets_are_listed_with_shape_and_type()
    {
        IReadOnlyList<DatasetInfo> datasets = ImageReader.ListDatasets(Fixture.PathOf("kinds.h5"));
        Assert.Contains("dense/member_with_a_long_name_31/inner (4 x 5 UInt16)", datasets.Select(d => d.ToString()));
        Assert.Contains(datasets, d => d is { Name: "text", IsImage: false });
        Assert.Contains(datasets, d => d is { Name: "boolean", Type: "Boolean", IsImage: true });
        Assert.Equal(datasets.OrderBy(d => d.Name, StringComparer.Ordinal), datasets);
    }
}
