using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Every file of the format collection against the samples its independent writer recorded.</summary>
public class ExpectedFormatsTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, NpzArray>> Expected = new(() => NpzFile.Read(SharedData.PathOf("data/formats/expected.npz")));

    public static TheoryData<string> TiffFiles => SharedData.Root is null
        ? ["(none)"]
        : new(Directory.EnumerateFiles(SharedData.PathOf("data/formats"), "*.tif").Select(f => Path.GetFileNameWithoutExtension(f)));

    [SharedTheory]
    [MemberData(nameof(TiffFiles))]
    public void Tiff_samples_come_as_stored(string name)
    {
        NpzArray expected = Expected.Value[name];
        List<SegImage> slices = [.. ImageReader.Read(SharedData.PathOf($"data/formats/{name}.tif"))];
        bool samplesLast = expected.Shape.Length == 3 && expected.Shape[2] is 3 or 4;

        Assert.Equal(expected.ToDoubles(), Flatten(slices, samplesLast));
        Assert.Equal(expected.Type, TypeCode(slices[0].PixelType));
        Assert.All(slices, s => Assert.Equal((67, 91), (s.Height, s.Width)));
    }

    [SharedTheory]
    [InlineData("contiguous_f32", null, null, 1, 1)]
    [InlineData("chunked_gzip", null, null, 1, 1)]
    [InlineData("fletcher", null, null, 1, 1)]
    [InlineData("bigendian_f64", null, null, 1, 1)]
    [InlineData("half", null, null, 1, 1)]
    [InlineData("volume_zyx", 0, null, 4, 1)]
    [InlineData("volume_zyx", -3, null, 4, 1)]
    [InlineData("channels_last", null, 2, 1, 3)]
    [InlineData("channels_last", null, -1, 1, 3)]
    [InlineData("entry/data/data", null, null, 1, 1)]
    [InlineData("/entry/data/data", null, null, 1, 1)]
    [InlineData("one_slice", null, null, 1, 1)]
    [InlineData("one_slice", 0, null, 1, 1)]
    [InlineData("compact_i32", null, null, 1, 1)]
    public void Hdf_samples_come_as_stored(string dataset, int? axis, int? channelAxis, int sliceCount, int channels)
    {
        NpzArray expected = Expected.Value["h5:" + dataset.Trim('/').Replace('/', '|')];
        var options = new ImageReadOptions { Dataset = dataset, Axis = axis, ChannelAxis = channelAxis };
        List<SegImage> slices = [.. ImageReader.Read(SharedData.PathOf("data/formats/arrays.h5"), options)];

        Assert.Equal(sliceCount, slices.Count);
        Assert.All(slices, s => Assert.Equal(channels, s.Channels));
        Assert.Equal(expected.ToDoubles(), Flatten(slices, samplesLast: channels > 1));
        Assert.Equal(expected.Type, TypeCode(slices[0].PixelType));
    }

    [SharedFact]
    public void A_volume_can_be_cut_along_any_axis()
    {
        NpzArray expected = Expected.Value["h5:volume_zyx"];
        double[] values = expected.ToDoubles();
        List<SegImage> columns = [.. ImageReader.Read(SharedData.PathOf("data/formats/arrays.h5"), new ImageReadOptions { Dataset = "volume_zyx", Axis = 2 })];

        Assert.Equal(91, columns.Count);
        Assert.All(columns, s => Assert.Equal((4, 67), (s.Height, s.Width)));
        for (int z = 0; z < 4; z++)
        {
            for (int y = 0; y < 67; y++)
            {
                Assert.Equal(values[(((z * 67) + y) * 91) + 50], columns[50].Samples<ushort>(0)[(z * 67) + y]);
            }
        }
    }

    [SharedFact]
    public void A_hyperstack_keeps_its_channels_together()
    {
        string path = SharedData.PathOf("data/formats/imagej_hyperstack.tif");
        ImageProbe probe = ImageReader.Probe(path);
        Assert.Equal((3, 2, "ZCYX"), (probe.SliceCount, probe.Channels, probe.StoredAxes));
        Assert.Equal([3, 2, 67, 91], probe.StoredShape);

        double[] values = Expected.Value["imagej_hyperstack"].ToDoubles();
        SegImage second = ImageReader.Read(path, new ImageReadOptions { Slices = [SliceRange.Of(1)] }).Single();
        Assert.Equal(values[(3 * 67 * 91)..(4 * 67 * 91)], ToDoubles(second.Plane(1)));
        Assert.Equal(new ImageSource(path, null, 1, 3), second.Source);

        List<SegImage> byChannel = [.. ImageReader.Read(path, new ImageReadOptions { Axis = 1, ChannelAxis = 0 })];
        Assert.Equal((2, 3), (byChannel.Count, byChannel[0].Channels));
        Assert.Equal(values[(3 * 67 * 91)..(4 * 67 * 91)], ToDoubles(byChannel[1].Plane(1)));
    }

    [SharedFact]
    public void The_six_maps_of_the_multichannel_workflow_are_one_image()
    {
        string path = SharedData.PathOf("data/battery/Battery_21700_extra_standin.h5");
        SegImage maps = ImageReader.Read(path, new ImageReadOptions { Dataset = "data", ChannelAxis = 2 }).Single();
        Assert.Equal((1568, 1568, 6, PixelType.Float32), (maps.Height, maps.Width, maps.Channels, maps.PixelType));
    }

    internal static double[] ToDoubles(Array plane)
        => plane is Half[] halves ? Array.ConvertAll(halves, h => (double)h) : [.. plane.Cast<object>().Select(v => Convert.ToDouble(v, System.Globalization.CultureInfo.InvariantCulture))];

    private static double[] Flatten(List<SegImage> slices, bool samplesLast)
    {
        IEnumerable<double> Slice(SegImage image)
        {
            double[][] planes = [.. Enumerable.Range(0, image.Channels).Select(c => ToDoubles(image.Plane(c)))];
            return samplesLast
                ? Enumerable.Range(0, planes[0].Length).SelectMany(i => planes.Select(p => p[i]))
                : planes.SelectMany(p => p);
        }

        return [.. slices.SelectMany(Slice)];
    }

    private static string TypeCode(PixelType type) => type switch
    {
        PixelType.Bilevel => "b1",
        PixelType.UInt8 => "u1",
        PixelType.UInt16 => "u2",
        PixelType.UInt32 => "u4",
        PixelType.Int8 => "i1",
        PixelType.Int16 => "i2",
        PixelType.Int32 => "i4",
        PixelType.Float16 => "f2",
        PixelType.Float32 => "f4",
        _ => "f8",
    };
}
