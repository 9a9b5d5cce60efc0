using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Rois;
using Xunit;

namespace NDSeg.IO.Tests.Rois;

/// <summary>Strokes of other programs. Numbers of pixels are those ImageJ 1.52i fills for the same regions.</summary>
public sealed class RoiReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Areas_cover_the_pixels_ImageJ_fills()
    {
        Assert.Equal(200, Count(RoiBytes.Box(RoiBytes.Rectangle, 5, 6, 20, 10)));
        Assert.Equal(488, Count(RoiBytes.Box(RoiBytes.Oval, 10, 5, 31, 20)));
        Assert.Equal(698, Count(RoiBytes.SubPixel(RoiBytes.Polygon, [(5.3f, 3.1f), (40.7f, 10.4f), (30.2f, 35.6f), (12.9f, 30.2f)])));
    }

    [Fact]
    public void Composites_keep_their_holes_and_curves()
    {
        // A square of 8 x 8 with a hole of 4 x 4, and a quarter disc of radius 8 made of one cubic curve.
        Assert.Equal(48, Count(RoiBytes.Composite(0, 1, 1, 1, 9, 1, 1, 9, 9, 1, 1, 9, 4, 0, 3, 3, 1, 3, 7, 1, 7, 7, 1, 7, 3, 4)));
        const float K = 8 * 0.5522848f;
        Assert.InRange(Count(RoiBytes.Composite(0, 10, 10, 1, 18, 10, 3, 18, 10 + K, 10 + K, 18, 10, 18, 4)), 49, 53);
    }

    [Fact]
    public void Lines_are_as_wide_as_their_pen()
    {
        SegLabels level = Read(RoiBytes.Straight(5, 10, 14, 10, 3));
        Assert.Equal([0, 1, 1, 1, 0], Enumerable.Range(8, 5).Select(y => level[y, 9]));
        SegLabels thin = Read(RoiBytes.Points(RoiBytes.Polyline, [(5, 5), (15, 15), (15, 30)]));
        Assert.All(Enumerable.Range(5, 11), i => Assert.Equal(1, thin[i, i]));
        Assert.Equal(26, Sum(thin));
    }

    [Fact]
    public void Points_are_single_pixels_and_what_lies_outside_is_cut_off()
    {
        SegLabels points = Read(RoiBytes.Points(RoiBytes.Point, [(5, 5), (59, 39), (60, 39), (30, 40)]));
        Assert.Equal(2, Sum(points));
        Assert.Equal(1, points[39, 59]);
        Assert.Equal(4, Count(RoiBytes.Box(RoiBytes.Rectangle, -20000, -20000, 20002, 20002)));
    }

    [Fact]
    public void Archives_give_classes_by_name_in_slices()
    {
        byte[] archive = RoiBytes.Archive(
            ("a.roi", RoiBytes.Box(RoiBytes.Rectangle, 0, 0, 4, 4, "pore", 0xFFFF0000, position: 3)),
            ("b.roi", RoiBytes.Box(RoiBytes.Rectangle, 10, 0, 4, 4, "pore-1", position: 5)),
            ("c.roi", RoiBytes.Box(RoiBytes.Rectangle, 20, 0, 4, 4, "Al-6061", 0xFF00FF00, position: 5)),
            ("d.roi", RoiBytes.Box(RoiBytes.Rectangle, 30, 0, 4, 4, "0012-0030", 0xFF0000FF)));
        SegLabels[] slices = [.. RoiReader.ReadAll(Write("RoiSet.zip", archive), new RoiReadOptions { Height = 40, Width = 60, SliceCount = 8 })];
        Assert.Equal([2, 4], slices.Select(s => s.Source.SliceIndex!.Value));
        Assert.Equal(["pore", "Al-6061", "class 3"], slices[0].Classes.Select(c => c.Name));
        Assert.Equal(["#ff0000", "#00ff00", "#0000ff"], slices[0].Classes.Select(c => c.Color.ToString()));
        Assert.Equal([16, 0, 16], slices[0].CountPixels()[1..]);
        Assert.Equal([16, 16, 16], slices[1].CountPixels()[1..]);
    }

    [Fact]
    public void Groups_are_values_of_classes()
    {
        byte[] archive = RoiBytes.Archive(
            ("a.roi", RoiBytes.Box(RoiBytes.Rectangle, 0, 0, 4, 4, "x", group: 7)),
            ("b.roi", RoiBytes.Box(RoiBytes.Rectangle, 2, 0, 4, 4, "y", group: 2)));
        SegLabels labels = Assert.Single(RoiReader.ReadAll(Write("groups.zip", archive), new RoiReadOptions { Height = 10, Width = 10 }));
        Assert.Equal([(2L, "group 2"), (7L, "group 7")], labels.Classes.Select(c => (c.Value, c.Name)));
        Assert.Equal([16, 8], labels.CountPixels()[1..]);
    }

    [Fact]
    public void Annotations_of_QuPath_have_names_colours_and_holes()
    {
        const string Json = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,1],[9,1],[9,9],[1,9],[1,1]],[[3,3],[7,3],[7,7],[3,7],[3,3]]]},
             "properties":{"objectType":"annotation","classification":{"name":"Tumor","color":[200,0,0]}}},
            {"type":"Feature","geometry":{"type":"LineString","coordinates":[[20.5,5.5],[29.5,5.5]]},"properties":{"classification":{"name":"Stroma","colorRGB":-16744448}}},
            {"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[{"type":"MultiPoint","coordinates":[[30.2,30.9],[31,31]]}]},"properties":{"classification":{"name":"Tumor"}}}]}
            """;
        SegLabels labels = Assert.Single(RoiReader.ReadAll(Write("a.geojson", Json), new RoiReadOptions { Height = 40, Width = 60 }));
        Assert.Equal([("Tumor", "#c80000"), ("Stroma", "#008000")], labels.Classes.Select(c => (c.Name, c.Color.ToString())));
        Assert.Equal([48 + 2, 10], labels.CountPixels()[1..]);
        Assert.Equal(0, labels[5, 5]);
        Assert.Equal(1, labels[30, 30]);
    }

    [Fact]
    public void Annotations_of_QuPath_without_a_plane_lie_in_the_first_one()
    {
        const string Json = """
            [{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[1,1]],"plane":{"c":-1,"z":0,"t":0}},"properties":{"classification":{"name":"a"}}},
             {"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[2,1]]},"properties":{"classification":{"name":"a"}}},
             {"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[3,1]],"plane":{"c":-1,"z":2,"t":0}},"properties":{"classification":{"name":"b"}}}]
            """;
        SegLabels[] slices = [.. RoiReader.ReadAll(Write("planes.geojson", Json), new RoiReadOptions { Height = 4, Width = 5, SliceCount = 4 })];
        Assert.Equal([0, 2], slices.Select(s => s.Source.SliceIndex!.Value));
        Assert.Equal([2, 0], slices[0].CountPixels()[1..3]);
        Assert.Equal([0, 1], slices[1].CountPixels()[1..3]);

        // Planes of 0 alone may be those of a flat image.
        SegLabels flat = Assert.Single(RoiReader.ReadAll(Write("flat.geojson", Json.Replace("\"z\":2", "\"z\":0", StringComparison.Ordinal)), new RoiReadOptions { Height = 4, Width = 5 }));
        Assert.Null(flat.Source.SliceIndex);
        Assert.Equal([2, 1], flat.CountPixels()[1..3]);
    }

    [Fact]
    public void Labelings_of_LabKit_say_their_own_size()
    {
        const string Json = """
            {"interval":{"n":3,"min":[0,0,0],"max":[9,4,2]},"pixelSizes":[{"size":1.0,"unit":"px"}],
             "labels":{"foreground":[[1,2,0],[2,2,0],[3,3,2]],"background":[[9,4,2]],"empty":[]},"colors":{"foreground":"#00FF00"}}
            """;
        string path = Write("a.labeling", Json);
        SegLabels[] slices = [.. RoiReader.ReadAll(path)];
        Assert.Equal([0, 2], slices.Select(s => s.Source.SliceIndex!.Value));
        Assert.Equal("5 x 10", slices[0].Shape);
        Assert.Equal(["foreground", "background", "empty"], slices[0].Classes.Select(c => c.Name));
        Assert.Equal("#00ff00", slices[0].Classes[0].Color.ToString());
        Assert.Equal((1, 2), (slices[0][2, 1], slices[1][4, 9]));
        Assert.Equal("StrokeSizeMismatch", Assert.Throws<SegException>(() => RoiReader.ReadAll(path, new RoiReadOptions { Height = 6 }).Count()).Id);
    }

    [Fact]
    public void Projects_of_ilastik_give_the_strokes_of_one_image()
    {
        var options = new RoiReadOptions { Height = 30, Width = 40, Part = "labels000" };
        SegLabels[] slices = [.. RoiReader.ReadAll(Fixture.PathOf("ilastik.ilp"), options)];
        Assert.Equal([0, 2], slices.Select(s => s.Source.SliceIndex!.Value));
        Assert.Equal([(1L, "pore", "#ffe119"), (2L, "grain ä", "#0082c8")], slices[0].Classes.Select(c => (c.Value, c.Name, c.Color.ToString())));
        Assert.Equal((1, 2), (slices[0][1, 2], slices[0][2, 3]));
        Assert.Equal((1, 2), (slices[1][11, 22], slices[1][12, 23]));
        Assert.All(slices, s => Assert.Equal(2, Sum(s)));

        SegLabels flat = Assert.Single(RoiReader.ReadAll(Fixture.PathOf("ilastik.ilp"), options with { Part = "labels001" }));
        Assert.Null(flat.Source.SliceIndex);
        Assert.Equal((1, 2), (flat[6, 8], flat[7, 9]));

        SegException failure = Assert.Throws<SegException>(() => RoiReader.ReadAll(Fixture.PathOf("ilastik.ilp"), options with { Part = null }).Count());
        Assert.Contains("labels000, labels001", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.geojson", "{}", "InvalidStrokes")]
    [InlineData("a.geojson", "[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1,\"x\"]]]}}]", "InvalidStrokes")]
    [InlineData("a.geojson", "[]", "NoStrokes")]
    [InlineData("a.labeling", "{\"interval\":{\"min\":[0,0],\"max\":[3,3]},\"labels\":{\"a\":[[1,2,3]]}}", "InvalidStrokes")]
    [InlineData("a.labeling", "{\"interval\":{\"min\":[0,0],\"max\":[9223372036854775807,3]},\"labels\":{}}", "InvalidStrokes")]
    [InlineData("a.roi", "Iout", "InvalidStrokes")]
    [InlineData("a.zip", "PK\u0003\u0004", "InvalidStrokes")]
    public void Damage_is_an_error_that_says_where(string name, string content, string id)
    {
        SegException failure = Assert.Throws<SegException>(() => RoiReader.ReadAll(Write(name, content), new RoiReadOptions { Height = 4, Width = 4 }).Count());
        Assert.Equal(id, failure.Id);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Regions_need_the_size_of_an_image()
        => Assert.Equal("UnknownImageSize", Assert.Throws<SegException>(() => RoiReader.ReadAll(Write("a.roi", RoiBytes.Box(RoiBytes.Rectangle, 0, 0, 1, 1))).Count()).Id);

    [Fact]
    public void Any_changed_byte_gives_labels_or_an_error()
    {
        byte[][] files =
        [
            RoiBytes.Points(RoiBytes.Polyline, [(5, 5), (15, 15), (15, 30)], 3, "name", 0xFF00FF00, 2),
            RoiBytes.SubPixel(RoiBytes.Polygon, [(5.3f, 3.1f), (40.7f, 10.4f), (30.2f, 35.6f)]),
            RoiBytes.Composite(0, 1, 1, 1, 9, 1, 3, 9, 9, 8, 8, 7, 7, 4),
            RoiBytes.Straight(1, 2, 30, 30, 4),
        ];
        var random = new Random(5);
        foreach (byte[] file in files)
        {
            for (int at = 0; at < file.Length; at++)
            {
                foreach (byte value in (byte[])[0, 0x7F, 0x80, 0xFF, (byte)random.Next(256)])
                {
                    byte[] changed = [.. file];
                    changed[at] = value;
                    Survives("changed.roi", changed);
                }

                Survives("cut.roi", file[..at]);
            }
        }
    }

    [Fact]
    public void Any_changed_byte_of_an_archive_or_of_JSON_gives_labels_or_an_error()
    {
        byte[] archive = RoiBytes.Archive(("a.roi", RoiBytes.Box(RoiBytes.Oval, 3, 3, 9, 9, "pore")), ("b.roi", RoiBytes.Straight(1, 2, 30, 30, 4)));
        byte[] labeling = """{"interval":{"n":2,"min":[0,0],"max":[9,4]},"labels":{"a":[[1,2],[2,2]]},"colors":{"a":"#00FF00"}}"""u8.ToArray();
        byte[] annotation = """{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,1],[9,1],[9,9]]],"plane":{"z":1}},"properties":{"classification":{"name":"T","color":[200,0,0]}}}"""u8.ToArray();
        var random = new Random(6);
        byte[] project = File.ReadAllBytes(Fixture.PathOf("ilastik.ilp"));
        foreach ((string name, byte[] file) in (ReadOnlySpan<(string, byte[])>)[("a.ilp", project), ("a.zip", archive), ("a.labeling", labeling), ("a.geojson", annotation)])
        {
            for (int round = 0; round < 1500; round++)
            {
                byte[] changed = [.. file];
                changed[random.Next(file.Length)] = (byte)random.Next(256);
                changed[random.Next(file.Length)] = (byte)random.Next(256);
                Survives(name, changed);
            }
        }
    }

    private void Survives(string name, byte[] content)
    {
        try
        {
            foreach (SegLabels labels in RoiReader.ReadAll(Write(name, content), new RoiReadOptions { Height = 40, Width = 60, Slices = [SliceRange.Of(0)], Part = name.EndsWith(".ilp", StringComparison.Ordinal) ? "labels000" : null }))
            {
                Assert.Equal("40 x 60", labels.Shape);
            }
        }
        catch (SegException)
        {
            // What a damaged file is to give.
        }
    }

    private SegLabels Read(byte[] roi) => Assert.Single(RoiReader.ReadAll(Write("one.roi", roi), new RoiReadOptions { Height = 40, Width = 60 }));

    private long Count(byte[] roi) => Sum(Read(roi));

    private static long Sum(SegLabels labels) => labels.CountPixels()[1..].Sum();

    private string Write(string name, string content) => Write(name, System.Text.Encoding.Latin1.GetBytes(content));

    private string Write(string name, byte[] content) => folder.Write(name, content);
}
