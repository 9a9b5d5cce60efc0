using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests.Zarr;

/// <summary>Labels that go into the image they belong to: into its list, with its levels and in its version.</summary>
public sealed class ZarrLabelPlaceTests : IDisposable
{
    private static readonly LabelVolumeOptions Shared = new() { Shared = true, SliceCount = 4, Classes = Slice(0).Classes, Fingerprint = "abc", Provenance = "{\"n\":1}" };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Labels_go_below_their_image_and_into_its_list()
    {
        Image(levels: 2);
        WriteAll("image.zarr/labels/cells", LabelVolumeOptions.Default);
        WriteAll("image.zarr/labels/more", LabelVolumeOptions.Default);
        using JsonDocument list = JsonDocument.Parse(File.ReadAllText(folder["image.zarr/labels/zarr.json"]));
        Assert.Equal("[\"cells\",\"more\"]", JsonSerializer.Serialize(list.RootElement.GetProperty("attributes").GetProperty("ome").GetProperty("labels")));
        Assert.Equal(["cells", "more", "zarr.json"], Directory.EnumerateFileSystemEntries(folder["image.zarr/labels"]).Select(p => Path.GetFileName(p)).Order());
        using JsonDocument group = JsonDocument.Parse(File.ReadAllText(folder["image.zarr/labels/cells/zarr.json"]));
        JsonElement label = group.RootElement.GetProperty("attributes").GetProperty("ome").GetProperty("image-label");
        Assert.Equal("../../", label.GetProperty("source").GetProperty("image").GetString());
        Assert.Equal(2, label.GetProperty("colors").GetArrayLength());
        Assert.Equal("class 1", label.GetProperty("properties")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Labels_that_are_begun_and_finished_at_once_are_all_in_the_list()
    {
        Image(levels: 2);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => LabelWriter.Write(folder[$"image.zarr/labels/l{i}"], LabelWriterTests.Make(4, 5, [1])));
        using JsonDocument list = JsonDocument.Parse(File.ReadAllText(folder["image.zarr/labels/zarr.json"]));
        Assert.Equal(
            Enumerable.Range(0, 8).Select(i => $"l{i}"),
            list.RootElement.GetProperty("attributes").GetProperty("ome").GetProperty("labels").EnumerateArray().Select(n => n.GetString()!).Order());
    }

    [Fact]
    public void Slices_of_a_time_series_are_points_in_time()
    {
        Directory.CreateDirectory(folder["image.zarr/0"]);
        File.WriteAllText(folder["image.zarr/zarr.json"], """{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","multiscales":[{"axes":[{"name":"t"},{"name":"z"},{"name":"y"},{"name":"x"}],"datasets":[{"path":"0"}]}]}}}""");
        File.WriteAllText(folder["image.zarr/0/zarr.json"], """
            {"zarr_format":3,"node_type":"array","shape":[4,1,700,1100],"data_type":"uint8","chunk_grid":{"name":"regular","configuration":{"chunk_shape":[1,1,700,1100]}},
             "chunk_key_encoding":{"name":"default"},"fill_value":0,"codecs":[{"name":"bytes"}]}
            """);
        WriteAll("image.zarr/labels/cells", LabelVolumeOptions.Default);
        Assert.Equal("TYX", ImageReader.Probe(folder["image.zarr"], new ImageReadOptions { Dataset = "labels/cells" }).StoredAxes);
        Assert.Equal(4, LabelReader.ReadAll(folder["image.zarr"]).Count());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void Labels_have_as_many_levels_as_their_image(int levels, bool shared)
    {
        Image(levels);
        WriteAll("image.zarr/labels/cells", shared ? Shared : LabelVolumeOptions.Default);
        Assert.Equal(levels, ImageReader.ListLevels(folder["image.zarr"], "labels/cells").Count);
        LabelWriter.Write(folder["image.zarr/labels/one"], Slice(0));
        Assert.Equal(levels, ImageReader.ListLevels(folder["image.zarr"], "labels/one").Count);
        if (levels == 5)
        {
            Assert.Equal([4L, 44L, 69L], ImageReader.ListLevels(folder["image.zarr"], "labels/cells")[4].Shape);
        }
    }

    [Fact]
    public void What_others_keep_in_the_list_of_labels_stays()
    {
        Image(levels: 1);
        Directory.CreateDirectory(folder["image.zarr/labels"]);
        File.WriteAllText(
            folder["image.zarr/labels/zarr.json"],
            """{"zarr_format":3,"node_type":"group","attributes":{"lab":{"n":1.50,"\u00b5":[true]},"ome":{"version":"0.5","labels":["old"],"_creator":{"name":"x"}}},"consolidated_metadata":null}""");
        WriteAll("image.zarr/labels/cells", LabelVolumeOptions.Default);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["image.zarr/labels/zarr.json"]));
        using JsonDocument wanted = JsonDocument.Parse("""{"zarr_format":3,"node_type":"group","attributes":{"lab":{"n":1.50,"\u00b5":[true]},"ome":{"version":"0.5","labels":["old","cells"],"_creator":{"name":"x"}}},"consolidated_metadata":null}""");
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, json.RootElement), json.RootElement.GetRawText());

        File.WriteAllText(folder["image.zarr/labels/zarr.json"], """{"zarr_format":3,"node_type":"group","attributes":{"lab":1}}""");
        LabelWriter.Write(folder["image.zarr/labels/one"], Slice(0));
        using JsonDocument begun = JsonDocument.Parse(File.ReadAllText(folder["image.zarr/labels/zarr.json"]));
        using JsonDocument list = JsonDocument.Parse("""{"zarr_format":3,"node_type":"group","attributes":{"lab":1,"ome":{"version":"0.5","labels":["one"]}}}""");
        Assert.True(JsonElement.DeepEquals(list.RootElement, begun.RootElement), begun.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("""{"zarr_format":3,"node_type":"array","shape":[4,4],"data_type":"uint8","chunk_grid":{"name":"regular","configuration":{"chunk_shape":[4,4]}},"chunk_key_encoding":"default","fill_value":0,"codecs":["bytes"]}""", "an array")]
    [InlineData("""{"zarr_format":3,"node_type":"group","attributes":{}}""", "a group")]
    public void Labels_go_below_images_only(string metadata, string found)
    {
        Directory.CreateDirectory(folder["image.zarr"]);
        File.WriteAllText(folder["image.zarr/zarr.json"], metadata);
        foreach (Action write in new Action[] { () => WriteAll("image.zarr/labels/cells", LabelVolumeOptions.Default), () => LabelWriter.Write(folder["image.zarr/labels/one"], Slice(0)) })
        {
            SegException error = Assert.Throws<SegException>(write);
            Assert.Equal("TargetNotWritable", error.Id);
            Assert.Contains(found, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["zarr.json"], Directory.EnumerateFileSystemEntries(folder["image.zarr"]).Select(p => Path.GetFileName(p)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_image_of_version_04_gets_its_labels_in_its_own_version(bool shared)
    {
        ImageOf04();
        WriteAll("image.zarr/labels/cells", shared ? Shared : LabelVolumeOptions.Default with { Provenance = "{\"n\":1}" });
        LabelWriter.Write(folder["image.zarr/labels/one"], Slice(2));
        Assert.Empty(Directory.EnumerateFiles(folder["image.zarr"], "zarr.json", SearchOption.AllDirectories));
        using (JsonDocument list = JsonDocument.Parse(File.ReadAllText(folder["image.zarr/labels/.zattrs"])))
        {
            Assert.Equal("[\"cells\",\"one\"]", JsonSerializer.Serialize(list.RootElement.GetProperty("labels")));
        }

        using (JsonDocument group = JsonDocument.Parse(File.ReadAllText(folder["image.zarr/labels/cells/.zattrs"])))
        {
            Assert.Equal("0.4", group.RootElement.GetProperty("multiscales")[0].GetProperty("version").GetString());
            Assert.Equal("0.4", group.RootElement.GetProperty("image-label").GetProperty("version").GetString());
            Assert.Equal("../../", group.RootElement.GetProperty("image-label").GetProperty("source").GetProperty("image").GetString());
        }

        Assert.Equal([[4L, 700L, 1100L], [4L, 350L, 550L]], ImageReader.ListLevels(folder["image.zarr"], "labels/cells").Select(l => l.Shape.ToArray()));
        SegLabels[] back = [.. LabelReader.ReadAll(folder["image.zarr"], new LabelReadOptions { Dataset = "labels/cells" })];
        Assert.Equal(Enumerable.Range(0, 4).Select(z => Slice(z).Bytes.ToArray()), back.Select(b => b.Bytes.ToArray()));
        Assert.Equal(back[2].Bytes.ToArray(), LabelReader.Read(folder["image.zarr/labels/one"]).Bytes.ToArray());
        Assert.Equal("{\"n\":1}", ProvenanceReader.Read(folder["image.zarr/labels/cells"]));
        LabelWriter.Write(folder["image.zarr/labels/one"], Slice(3), new LabelWriteOptions { Overwrite = true });
        Assert.Equal("TargetNotWritable", Assert.Throws<SegException>(() => LabelWriter.Write(folder["image.zarr/labels/two"], Slice(3), new LabelWriteOptions { Sharded = true })).Id);
        Assert.Equal("TargetNotOurs", Assert.Throws<SegException>(() => LabelWriter.Write(folder["image.zarr/labels/foreign"], Slice(3), new LabelWriteOptions { Overwrite = true })).Id);
    }

    [Fact]
    public void A_killed_run_into_an_image_of_version_04_continues()
    {
        ImageOf04();
        WriteAll("image.zarr/labels/whole", new LabelVolumeOptions { Fingerprint = "abc" });
        var options = new LabelVolumeOptions { Resume = true, Fingerprint = "abc" };
        using (var first = new LabelVolumeWriter(folder["image.zarr/labels/v"], options))
        {
            first.Write(3, Slice(3));
            first.Write(0, Slice(0));
        }

        Assert.Equal([0, 3], PartialVolume.FinishedSlices(folder["image.zarr/labels/v"]));
        using (var second = new LabelVolumeWriter(folder["image.zarr/labels/v"], options))
        {
            Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(second.Contains));
            second.Append(Slice(1));
            second.Append(Slice(2));
            second.Complete();
        }

        Dictionary<string, string> Arrays(string name) => Directory.EnumerateFiles(folder[$"image.zarr/labels/{name}"], "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != ".zattrs")
            .ToDictionary(file => Path.GetRelativePath(folder[$"image.zarr/labels/{name}"], file), file => Convert.ToHexString(File.ReadAllBytes(file)));
        Assert.Equal(Arrays("whole"), Arrays("v"));
    }

    private void ImageOf04()
    {
        Directory.CreateDirectory(folder["image.zarr/labels/foreign"]);
        File.WriteAllText(folder["image.zarr/.zgroup"], """{"zarr_format":2}""");
        File.WriteAllText(folder["image.zarr/.zattrs"], """{"multiscales":[{"version":"0.4","axes":[{"name":"z"},{"name":"y"},{"name":"x"}],"datasets":[{"path":"0"},{"path":"1"}]}]}""");
        File.WriteAllText(folder["image.zarr/labels/.zgroup"], """{"zarr_format":2}""");
        File.WriteAllText(folder["image.zarr/labels/foreign/.zgroup"], """{"zarr_format":2}""");
    }

    private void Image(int levels)
    {
        Directory.CreateDirectory(folder["image.zarr"]);
        string datasets = string.Join(',', Enumerable.Range(0, levels).Select(level => $$"""{"path":"{{level}}"}"""));
        const string Axes = """[{"name":"z"},{"name":"y"},{"name":"x"}]""";
        File.WriteAllText(
            folder["image.zarr/zarr.json"],
            $$"""{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","multiscales":[{"axes":{{Axes}},"datasets":[{{datasets}}] } ] } } }""");
    }

    private static SegLabels Slice(int z) => LabelWriterTests.Make(700, 1100, [1, 2], z);

    private void WriteAll(string name, LabelVolumeOptions options)
    {
        using var writer = new LabelVolumeWriter(folder[name], options);
        for (int z = 0; z < 4; z++)
        {
            writer.Append(Slice(z));
        }

        writer.Complete();
    }
}
