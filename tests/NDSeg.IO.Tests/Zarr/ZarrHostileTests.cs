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
    [InlineData("[40000,40000]", "[40000,40000]", "CorruptImage")]
    [InlineData("[40000,40000]", "[1,1]", "CorruptImage")]
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
