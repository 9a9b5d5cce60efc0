using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests;

public sealed class LabelWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, long[], PixelType> Types
    {
        get
        {
            var data = new TheoryData<string, long[], PixelType>();
            foreach (string name in (string[])["a.tif", "a.tiff", "a.png", "a.h5", "a.hdf5"])
            {
                data.Add(name, [1, 2, 3], PixelType.UInt8);
                data.Add(name, [85, 170, 255], PixelType.UInt8);
                data.Add(name, [1, 300, 65535], PixelType.UInt16);
                if (!name.EndsWith("png", StringComparison.Ordinal))
                {
                    data.Add(name, [1, 65536, uint.MaxValue], PixelType.UInt32);
                    data.Add(name, [-3, 1, 200], PixelType.Int16);
                    data.Add(name, [-70000, 1, 200], PixelType.Int32);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Values_are_restored_in_the_smallest_type(string name, long[] values, PixelType type)
    {
        SegLabels labels = Make(37, 301, values);
        LabelWriter.Write(folder[name], labels);
        SegLabels back = LabelReader.Read(folder[name]);

        Assert.Equal(values, back.Classes.Select(c => c.Value));
        Assert.Equal(labels.Bytes.ToArray(), back.Bytes.ToArray());
        Assert.Equal(type, ImageReader.Probe(folder[name]).PixelType);
        Assert.Equal([name], folder.Names);
    }

    [Theory]
    [InlineData("c.tif", null)]
    [InlineData("c.png", null)]
    [InlineData("c.h5", 0)]
    public void Colours_are_restored(string name, int? channelAxis)
    {
        SegClass[] classes = [new(1, 0x0000FF, "blue", new(0, 0, 255)), new(2, 0xFF8000, "orange", new(255, 128, 0))];
        var labels = new SegLabels(2, 3, [0, 1, 2, 2, 1, 0], classes, LabelEncoding.Rgb);
        LabelWriter.Write(folder[name], labels);
        SegLabels back = LabelReader.Read(folder[name], new LabelReadOptions { ChannelAxis = channelAxis });
        Assert.Equal(LabelEncoding.Rgb, back.Encoding);
        Assert.Equal(labels.Bytes.ToArray(), back.Bytes.ToArray());
        Assert.Equal(classes.Select(c => c.Value), back.Classes.Select(c => c.Value));
    }

    [Fact]
    public void More_than_255_classes_make_a_16_bit_file()
    {
        ushort[] indices = [.. Enumerable.Range(0, 30 * 20).Select(i => (ushort)(i % 301))];
        var labels = new SegLabels(30, 20, indices, [.. Enumerable.Range(1, 300).Select(k => new SegClass(k, k, $"{k}", default))]);
        LabelWriter.Write(folder["w.tif"], labels);
        Assert.Equal(indices, LabelReader.Read(folder["w.tif"]).Words.ToArray());
        Assert.Equal(PixelType.UInt16, ImageReader.Probe(folder["w.tif"]).PixelType);
    }

    [Fact]
    public void Resolution_and_ImageJ_units_are_carried_over()
    {
        var size = new PixelSize(3.14159, 1 / 3.0, 3, "ImageJ=1.54p\nunit=micron\n");
        LabelWriter.Write(folder["r.tif"], new SegLabels(1, 2, [1, 0], [new SegClass(1, 1, "a", default)], pixelSize: size), new LabelWriteOptions { Provenance = "{\n  \"seed\": 7\n}" });
        PixelSize back = ImageReader.Probe(folder["r.tif"]).PixelSize!;
        Assert.Equal(size.PixelsPerUnitX, back.PixelsPerUnitX, 9);
        Assert.Equal(size.PixelsPerUnitY, back.PixelsPerUnitY, 9);
        Assert.Equal((3, size.Description), (back.Unit, back.Description));
        Assert.Equal("{\"seed\":7}", ProvenanceReader.Read(folder["r.tif"]));
    }

    [Theory]
    [InlineData("p.tif")]
    [InlineData("p.png")]
    [InlineData("p.h5")]
    public void Provenance_is_found_again(string name)
    {
        const string json = "{\"model\": \"äöü\", \"note\": \"two\\nlines\"}";
        LabelWriter.Write(folder[name], Make(5, 6, [1]), new LabelWriteOptions { Provenance = json });
        Assert.Equal(json, ProvenanceReader.Read(folder[name]));
        LabelWriter.Write(folder[name], Make(5, 6, [1]), new LabelWriteOptions { Overwrite = true });
        Assert.Null(ProvenanceReader.Read(folder[name]));
    }

    [Theory]
    [InlineData("tif")]
    [InlineData("png")]
    [InlineData("h5")]
    public void Equal_labels_give_equal_bytes(string extension)
    {
        LabelWriter.Write(folder["a." + extension], Make(400, 1500, [1, 2, 3]), new LabelWriteOptions { Provenance = "{}" });
        LabelWriter.Write(folder["b." + extension], Make(400, 1500, [1, 2, 3]), new LabelWriteOptions { Provenance = "{}" });
        Assert.Equal(File.ReadAllBytes(folder["a." + extension]), File.ReadAllBytes(folder["b." + extension]));
    }

    [Fact]
    public void Nothing_is_overwritten_unasked()
    {
        string path = folder.Write("x.tif", [1, 2, 3]);
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => LabelWriter.Write(path, Make(2, 2, [1]))).Id);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        LabelWriter.Write(path, Make(2, 2, [1]), new LabelWriteOptions { Overwrite = true });
        Assert.Equal("2 x 2", LabelReader.Read(path).Shape);
    }

    [Theory]
    [InlineData("x.bmp", "UnknownFormat")]
    [InlineData("x", "UnknownFormat")]
    [InlineData("missing/x.tif", "TargetNotWritable")]
    public void Bad_targets_are_refused(string name, string id)
    {
        Assert.Equal(id, Assert.Throws<SegException>(() => LabelWriter.Write(folder[name], Make(2, 2, [1]))).Id);
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("x.png", 70000L)]
    [InlineData("x.png", -1L)]
    [InlineData("x.tif", 1L << 40)]
    public void Values_that_do_not_fit_are_refused(string name, long value)
    {
        Assert.Equal("LabelValueOutOfRange", Assert.Throws<SegException>(() => LabelWriter.Write(folder[name], Make(2, 2, [value]))).Id);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_cancelled_write_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => LabelWriter.Write(folder["x.tif"], Make(2, 2, [1]), null, cancel.Token));
        Assert.Throws<OperationCanceledException>(() => LabelWriter.Write(folder["x.h5"], Make(2, 2, [1]), null, cancel.Token));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Planes_come_back_as_floats_with_their_names()
    {
        float[][] planes = [[.. Enumerable.Range(0, 77).Select(i => i / 7f)], [.. Enumerable.Range(0, 77).Select(i => -i * 1e-9f)]];
        foreach (string name in (string[])["m.tif", "m.h5"])
        {
            PlaneWriter.Write(folder[name], 7, 11, planes, new PlaneWriteOptions { Names = ["a", "b"], Provenance = "{}" });
            List<SegImage> back = [.. ImageReader.Read(folder[name], new ImageReadOptions { Axis = 0 })];
            Assert.Equal([7, 7], back.Select(i => i.Height));
            Assert.Equal(planes[0], (float[])back[0].Plane(0));
            Assert.Equal(planes[1], (float[])back[1].Plane(0));
            Assert.Equal("{}", ProvenanceReader.Read(folder[name]));
        }

        PlaneWriter.Write(folder["one.h5"], 7, 11, [planes[0]]);
        Assert.Equal([7, 11], ImageReader.Probe(folder["one.h5"]).StoredShape);
        Assert.Equal("InvalidImageShape", Assert.Throws<SegException>(() => PlaneWriter.Write(folder["bad.tif"], 7, 12, planes)).Id);
        Assert.Equal("InvalidImageShape", Assert.Throws<SegException>(() => PlaneWriter.Write(folder["bad.tif"], 7, 11, planes, new PlaneWriteOptions { Type = PixelType.UInt8 })).Id);
    }

    internal static SegLabels Make(int height, int width, long[] values, int shift = 0)
    {
        byte[] indices = [.. Enumerable.Range(0, height * width).Select(i => (byte)(((i / 13) + (i / width) + shift) % (values.Length + 1)))];
        return new SegLabels(height, width, indices, [.. values.Select((v, k) => new SegClass(k + 1, v, $"class {k + 1}", NipySpectral.OfClass(k, values.Length)))]);
    }
}
