using System.Security.Cryptography;
using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests;

public sealed class SourceHashTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.tif")]
    [InlineData("a.png")]
    [InlineData("a.h5")]
    public void The_hash_is_that_of_the_bytes_that_were_read(string name)
    {
        LabelWriter.Write(folder[name], LabelWriterTests.Make(40, 50, [1, 2]));
        string read = HashOf(folder[name]);
        SegImage image = ImageReader.Read(folder[name]).Single();
        SegLabels labels = LabelReader.Read(folder[name]);

        LabelWriter.Write(folder[name], LabelWriterTests.Make(40, 50, [1, 3], 1), new LabelWriteOptions { Overwrite = true });

        Assert.NotEqual(read, HashOf(folder[name]));
        Assert.Equal(read, image.Source.Sha256());
        Assert.Equal(read, labels.Source.Sha256());
        Assert.Equal(image.Source, new ImageSource(folder[name], image.Source.Dataset));
    }

    [Fact]
    public void A_file_without_a_name_any_more_still_has_its_hash()
    {
        LabelWriter.Write(folder["a.tif"], LabelWriterTests.Make(40, 50, [1, 2]));
        string read = HashOf(folder["a.tif"]);
        using ImageVolume volume = ImageReader.Open(folder["a.tif"]);
        File.Delete(folder["a.tif"]);
        Assert.Equal(read, volume.ReadSlice(0).Source.Sha256());
    }

    [Fact]
    public void A_file_that_is_changed_in_place_while_it_is_read_is_an_error()
    {
        LabelWriter.Write(folder["a.tif"], LabelWriterTests.Make(40, 50, [1, 2]));
        ImageSource source;
        using (ImageVolume volume = ImageReader.Open(folder["a.tif"]))
        {
            source = volume.ReadSlice(0).Source;
            File.AppendAllText(folder["a.tif"], "more");
        }

        Assert.Equal("InputChanged", Assert.Throws<SegException>(() => source.Sha256()).Id);
    }

    [Fact]
    public void A_large_file_is_hashed_when_that_is_asked_for_also_after_it_was_replaced()
    {
        LabelWriter.Write(folder["a.tif"], LabelWriterTests.Make(40, 50, [1, 2]));
        using (var stream = new FileStream(folder["a.tif"], FileMode.Open))
        {
            stream.SetLength((1 << 26) + 1000);
        }

        string read = HashOf(folder["a.tif"]);
        ImageSource source = ImageReader.Read(folder["a.tif"]).Single().Source;
        LabelWriter.Write(folder["a.tif"], LabelWriterTests.Make(40, 50, [1, 3], 1), new LabelWriteOptions { Overwrite = true });
        Assert.Equal(read, source.Sha256());
    }

    [Fact]
    public void A_file_that_is_only_looked_at_is_let_go()
    {
        LabelWriter.Write(folder["a.tif"], LabelWriterTests.Make(40, 50, [1, 2]));
        _ = ImageReader.Probe(folder["a.tif"]);
        using var alone = new FileStream(folder["a.tif"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
