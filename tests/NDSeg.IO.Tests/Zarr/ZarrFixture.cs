using System.IO.Compression;
using NDSeg.Images;

namespace NDSeg.IO.Tests.Zarr;

/// <summary>The arrays of Fixtures/zarr.zip (see make_zarr.py) in a folder.</summary>
public sealed class ZarrFixture : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ZarrFixture() => ZipFile.ExtractToDirectory(Fixture.PathOf("zarr.zip"), folder.Root);

    public string this[string name] => folder[name];

    /// <summary>Names of the arrays that are no image of OME-Zarr.</summary>
    public static IReadOnlyList<string> Arrays()
    {
        using ZipArchive zip = ZipFile.OpenRead(Fixture.PathOf("zarr.zip"));
        return [.. zip.Entries.Select(e => e.FullName).Where(n => n.StartsWith("expected/v", StringComparison.Ordinal)).Select(n => n["expected/".Length..]).Order(StringComparer.Ordinal)];
    }

    /// <summary>The elements of an array, row-major and little-endian.</summary>
    public byte[] Expected(string name) => File.ReadAllBytes(folder[$"expected/{name}"]);

    /// <summary>The bytes of all planes of images, one after the other.</summary>
    public static byte[] Bytes(IEnumerable<SegImage> images)
        => [.. images.SelectMany(image => Enumerable.Range(0, image.Channels).SelectMany(c => image.SampleBytes(c).ToArray()))];

    public void Dispose() => folder.Dispose();
}
