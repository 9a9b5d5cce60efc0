using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.IO.Tests;

public sealed class LabelReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SharedTheory]
    [InlineData("battery/Battery_21700_labels.tif", new long[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("sem/0_labels.tif", new long[] { 85, 170, 255 })]
    [InlineData("sem/3_labels.tif", new long[] { 127, 255 })]
    public void Values_of_real_label_files_become_classes(string file, long[] values)
    {
        SegLabels labels = LabelReader.Read(SharedData.PathOf("data/" + file));
        Assert.Equal(values, labels.Classes.Select(c => c.Value));
        Assert.Equal(Enumerable.Range(1, values.Length), labels.Classes.Select(c => c.Index));
        Assert.Equal(LabelEncoding.Indexed, labels.Encoding);
    }

    [SharedFact]
    public void The_battery_strokes_are_974_pixels()
        => Assert.Equal(974, LabelReader.Read(SharedData.PathOf("data/battery/Battery_21700_labels.tif")).CountPixels()[1..].Sum());

    [Fact]
    public void Values_are_sorted_and_zero_is_unlabelled()
    {
        SegLabels labels = Read([170, 0, 85, 255, 85, 0]);
        Assert.Equal([2, 0, 1, 3, 1, 0], labels.Bytes.ToArray());
        Assert.Equal(["class 1", "class 2", "class 3"], labels.Classes.Select(c => c.Name));
    }

    [Fact]
    public void Colours_are_those_of_Okabe_and_Ito()
    {
        // Okabe and Ito, Color Universal Design, 2008: without black, which is unlabelled.
        SegLabels labels = Read([1, 2, 3, 4, 5, 6]);
        Assert.Equal(["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00"], labels.Classes.Select(c => c.Color.ToString()));
    }

    [Fact]
    public void Sixteen_bit_and_negative_values_are_kept()
    {
        byte[] strip = [.. new short[] { -5, 0, 300, 32767, -5, 300 }.SelectMany(BitConverter.GetBytes)];
        SegLabels labels = LabelReader.Read(folder.Write("s.tif", new TiffBytes().Page(2, 3, strip, (258, 3, [16]), (339, 3, [2])).ToArray()));
        Assert.Equal([-5, 300, 32767], labels.Classes.Select(c => c.Value));
        Assert.Equal([1, 0, 2, 3, 1, 2], labels.Bytes.ToArray());
    }

    [Fact]
    public void Many_classes_need_wide_indices()
    {
        byte[] strip = [.. Enumerable.Range(0, 600).SelectMany(i => BitConverter.GetBytes(i * 1000))];
        SegLabels labels = LabelReader.Read(folder.Write("w.tif", new TiffBytes().Page(20, 30, strip, (258, 3, [32])).ToArray()));
        Assert.Equal(599, labels.Classes.Count);
        Assert.False(labels.IsNarrow);
        Assert.Equal(599, labels.At(599));
        Assert.Equal(599_000, labels.Classes[598].Value);
    }

    [Fact]
    public void Colours_of_an_RGB_image_are_classes()
    {
        byte[] strip = [0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 255];
        SegLabels labels = LabelReader.Read(folder.Write("rgb.tif", new TiffBytes().Page(2, 2, strip, (258, 3, [8, 8, 8]), (262, 3, [2]), (277, 3, [3])).ToArray()));
        Assert.Equal(LabelEncoding.Rgb, labels.Encoding);
        Assert.Equal([0x0000FF, 0xFF0000], labels.Classes.Select(c => c.Value));
        Assert.Equal([1, 2, 0, 1], labels.Bytes.ToArray());
        Assert.Equal(new RgbColor(255, 0, 0), labels.Classes[1].Color);
    }

    [Theory]
    [InlineData(255, null)]
    [InlineData(0, null)]
    [InlineData(128, "UnsupportedLabels")]
    public void Alpha_is_ignored_when_it_says_nothing(byte alpha, string? error)
    {
        byte[] strip = [255, 0, 0, 255, 0, 255, 0, alpha];
        string path = folder.Write("rgba.tif", new TiffBytes().Page(1, 2, strip, (258, 3, [8, 8, 8, 8]), (262, 3, [2]), (277, 3, [4])).ToArray());
        if (error is null)
        {
            Assert.Equal(alpha == 255 ? [2, 1] : [1, 0], LabelReader.Read(path).Bytes.ToArray());
        }
        else
        {
            Assert.Equal(error, Assert.Throws<SegException>(() => LabelReader.Read(path)).Id);
        }
    }

    [Fact]
    public void Palettes_give_their_indices()
    {
        SegLabels png = LabelReader.Read(Fixture.PathOf("palette4.png"));
        Assert.Equal(Enumerable.Range(1, 10).Select(v => (long)v), png.Classes.Select(c => c.Value));
    }

    [Fact]
    public void Labels_of_64_bits_are_read_from_HDF5()
    {
        SegLabels labels = LabelReader.Read(Fixture.PathOf("kinds.h5"), new LabelReadOptions { Dataset = "long" });
        Assert.Equal(Fixture.Counting(20).Where(v => v > 0).Order().Select(v => (long)v), labels.Classes.Select(c => c.Value));
    }

    [Fact]
    public void A_volume_shares_one_list_of_classes()
    {
        string path = folder.Write("v.tif", new TiffBytes().Page(1, 2, [9, 0]).Page(1, 2, [4, 9]).ToArray());
        List<SegLabels> slices = [.. LabelReader.ReadAll(path)];
        Assert.All(slices, s => Assert.Equal([4, 9], s.Classes.Select(c => c.Value)));
        Assert.Equal([2, 0], slices[0].Bytes.ToArray());
        Assert.Equal([1, 2], slices[1].Bytes.ToArray());
        Assert.Equal("LabelVolume", Assert.Throws<SegException>(() => LabelReader.Read(path)).Id);
        Assert.Equal([1, 2], LabelReader.Read(path, new LabelReadOptions { Slices = [SliceRange.Of(1)] }).Bytes.ToArray());
    }

    [Fact]
    public void Floating_point_labels_are_refused()
    {
        byte[] strip = [.. new[] { 0f, 1f, 2f, 0f }.SelectMany(BitConverter.GetBytes)];
        string path = folder.Write("f.tif", new TiffBytes().Page(2, 2, strip, (258, 3, [32]), (339, 3, [3])).ToArray());
        SegException error = Assert.Throws<SegException>(() => LabelReader.Read(path));
        Assert.Equal("FloatLabels", error.Id);
        Assert.Contains("Float32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_must_fit_the_classes()
    {
        string path = folder.Write("n.tif", new TiffBytes().Page(1, 3, [0, 7, 9]).ToArray());
        Assert.Equal(["pore", "grain"], LabelReader.Read(path, new LabelReadOptions { ClassNames = ["pore", "grain"] }).Classes.Select(c => c.Name));
        Assert.Equal("ClassNameCountMismatch", Assert.Throws<SegException>(() => LabelReader.Read(path, new LabelReadOptions { ClassNames = ["pore"] })).Id);
    }

    [Fact]
    public void A_picture_is_not_a_label_image()
    {
        byte[] strip = [.. Enumerable.Range(0, 300 * 300).SelectMany(BitConverter.GetBytes)];
        string path = folder.Write("p.tif", new TiffBytes().Page(300, 300, strip, (258, 3, [32])).ToArray());
        Assert.Equal("TooManyClasses", Assert.Throws<SegException>(() => LabelReader.Read(path)).Id);
    }

    private SegLabels Read(byte[] values) => LabelReader.Read(folder.Write("l.tif", new TiffBytes().Page(1, values.Length, values).ToArray()));
}
