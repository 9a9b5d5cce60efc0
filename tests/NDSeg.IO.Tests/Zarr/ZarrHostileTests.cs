using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests.Zarr;

/// <summary>Folders that would lead elsewhere, or claim far more than they hold.</summary>
public sealed class ZarrHostileTests : IDisposable
{
    private const string Codecs = "\"codecs\":[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}]";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("/tmp")]
    [InlineData("..")]
    [InlineData("linked")]
    public void Levels_do_not_lead_out_of_the_folder(string path)
    {
        Array("secret", "[4,4]", "[4,4]");
        Directory.CreateDirectory(folder["image.zarr/a"]);
        Directory.CreateSymbolicLink(folder["image.zarr/linked"], folder["secret"]);
        File.WriteAllText(folder["image.zarr/zarr.json"], $$$$"""{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","multiscales":[{"axes":[{"name":"y"},{"name":"x"}],"datasets":[{"path":"{{{{path}}}}"}]}]}}}""");
        Assert.Equal("CorruptImage", Assert.Throws<SegException>(() => ImageReader.Probe(folder["image.zarr"])).Id);
        Assert.Equal("DatasetNotFound", Assert.Throws<SegException>(() => ImageReader.Probe(folder["image.zarr"], new ImageReadOptions { Dataset = path })).Id);
    }

    [Fact]
    public void Links_to_chunks_are_refused()
    {
        Array("a", "[4,4]", "[4,4]");
        File.WriteAllBytes(folder["outside"], new byte[16]);
        Directory.CreateDirectory(folder["a/c/0"]);
        File.CreateSymbolicLink(folder["a/c/0/0"], folder["outside"]);
        Assert.Contains("link", Assert.Throws<SegException>(() => ImageReader.Read(folder["a"]).Single()).Message, StringComparison.Ordinal);

        Array("b", "[4,4]", "[4,4]");
        Directory.CreateDirectory(folder["elsewhere/0"]);
        File.WriteAllBytes(folder["elsewhere/0/0"], new byte[16]);
        Directory.CreateSymbolicLink(folder["b/c"], folder["elsewhere"]);
        Assert.Contains("link", Assert.Throws<SegException>(() => ImageReader.Read(folder["b"]).Single()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[40000,40000]", "[40000,40000]", "UnsupportedImage")]
    [InlineData("[40000,40000]", "[1,1]", "UnsupportedImage")]
    [InlineData("[4000,4000]", "[1,1]", "UnsupportedImage")]
    [InlineData("[9000000000000000000,4]", "[4,4]", "UnsupportedImage")]
    [InlineData("[4,4]", "[4,9223372036854775807]", "UnsupportedImage")]
    [InlineData("[4,4]", "[0,4]", "CorruptImage")]
    [InlineData("[4,-4]", "[4,4]", "CorruptImage")]
    [InlineData("[4,4,4]", "[4,4]", "CorruptImage")]
    [InlineData("[4]", "[4]", "UnsupportedImage")]
    public void Claims_are_bounded_by_what_is_stored(string shape, string chunk, string id)
    {
        Array("a", shape, chunk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(id, Assert.Throws<SegException>(() => ImageReader.Read(folder["a"]).Single()).Id);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_map_may_be_empty_or_all_in_one_chunk(bool hasChunk)
    {
        Array("a", "[9000,9000]", "[1000,1000]");
        if (hasChunk)
        {
            Directory.CreateDirectory(folder["a/c/8"]);
            File.WriteAllBytes(folder["a/c/8/8"], [.. Enumerable.Repeat((byte)3, 1_000_000)]);
        }

        SegLabels labels = LabelReader.Read(folder["a"]);
        Assert.Equal(hasChunk ? [80_000_000, 1_000_000] : [81_000_000], labels.CountPixels());
        Assert.Equal(hasChunk ? 3 : 0, ImageReader.Read(folder["a"]).Single()[0, 8999, 8999]);
    }

    [Fact]
    public void A_chunk_of_another_size_is_damage()
    {
        Array("a", "[4,4]", "[4,4]");
        Directory.CreateDirectory(folder["a/c/0"]);
        foreach ((int length, string id) in new[] { (0, "TruncatedImage"), (15, "TruncatedImage"), (17, "CorruptImage") })
        {
            File.WriteAllBytes(folder["a/c/0/0"], new byte[length]);
            Assert.Equal(id, Assert.Throws<SegException>(() => ImageReader.Read(folder["a"]).Single()).Id);
        }
    }

    [Theory]
    [InlineData("\"codecs\":[{\"name\":\"bytes\"},{\"name\":\"bz2\"}]", "UnsupportedImage", "bz2")]
    [InlineData("\"codecs\":[{\"name\":\"bytes\"},{\"name\":\"gzip\"},{\"name\":\"zstd\"}]", "UnsupportedImage", "twice")]
    [InlineData("\"codecs\":[]", "CorruptImage", "bytes")]
    [InlineData("\"codecs\":[{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[3,3],\"codecs\":[{\"name\":\"bytes\"}],\"index_codecs\":[{\"name\":\"bytes\"}]}}]", "CorruptImage", "whole chunks")]
    [InlineData("\"codecs\":[{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[2,2],\"codecs\":[{\"name\":\"bytes\"}],\"index_codecs\":[{\"name\":\"bytes\"},{\"name\":\"zstd\"}]}}]", "UnsupportedImage", "zstd")]
    public void Ways_of_storing_that_are_not_read_are_named(string codecs, string id, string named)
    {
        Array("a", "[4,4]", "[4,4]", codecs);
        SegException error = Assert.Throws<SegException>(() => ImageReader.Read(folder["a"]).Single());
        Assert.Equal(id, error.Id);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"storage_transformers\":[{\"name\":\"mystery\"}]", "mystery")]
    [InlineData("\"mystery\":{\"must_understand\":true}", "mystery")]
    [InlineData("\"mystery\":{\"name\":\"x\"}", "mystery")]
    [InlineData("\"mystery\":1", "mystery")]
    [InlineData("\"zarr_format\":9", "'9'")]
    [InlineData("\"zarr_format\":\"3\"", "'3'")]
    public void What_must_be_understood_and_is_not_is_named(string member, string named)
    {
        Array("a", "[4,4]", "[4,4]", $"{Codecs},{member}");
        SegException error = Assert.Throws<SegException>(() => ImageReader.Read(folder["a"]).Single());
        Assert.Equal("UnsupportedImage", error.Id);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);

        Directory.CreateDirectory(folder["g"]);
        File.WriteAllText(folder["g/zarr.json"], $$"""{"zarr_format":3,"node_type":"group",{{member}}}""");
        Assert.Equal("UnsupportedImage", Assert.Throws<SegException>(() => ImageReader.Probe(folder["g"])).Id);
    }

    [Fact]
    public void What_need_not_be_understood_and_short_names_are_read()
    {
        const string Extras = "\"storage_transformers\":[],\"mystery\":{\"must_understand\":false},\"chunk_key_encoding\":\"default\",\"codecs\":[\"bytes\"]";
        Array("a", "[2,2]", "[2,2]", Extras);
        Directory.CreateDirectory(folder["a/c/0"]);
        File.WriteAllBytes(folder["a/c/0/0"], [1, 2, 3, 4]);
        Assert.Equal([1, 2, 3, 4], ImageReader.Read(folder["a"]).Single().Samples<byte>(0).ToArray());
    }

    [Fact]
    public void A_deep_hierarchy_is_searched_only_so_far()
    {
        string path = folder["deep"];
        for (int depth = 0; depth < 40; depth++)
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, ".zgroup"), "{\"zarr_format\":2}");
            path = Path.Combine(path, "g");
        }

        Assert.Empty(ImageReader.ListDatasets(folder["deep"]));
        Assert.Equal("DatasetNotFound", Assert.Throws<SegException>(() => ImageReader.Probe(folder["deep"])).Id);
    }

    private void Array(string name, string shape, string chunk, string codecs = Codecs)
    {
        Directory.CreateDirectory(folder[name]);
        File.WriteAllText(folder[$"{name}/zarr.json"], $$$"""
            {"zarr_format":3,"node_type":"array","shape":{{{shape}}},"data_type":"uint8","chunk_grid":{"name":"regular","configuration":{"chunk_shape":{{{chunk}}}}},
             "chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},"fill_value":0,{{{codecs}}}}
            """);
    }
}
