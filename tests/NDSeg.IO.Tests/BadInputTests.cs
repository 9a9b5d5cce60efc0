using NDSeg.IO.Formats;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Every bad input gives an error with a stable id that says what was expected, what was found and what to do.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_file() => Expect("FileNotFound", folder["no.tif"], "no.tif");

    [Fact]
    public void A_folder() => Expect("FileNotReadable", folder.Root, "folder");

    [Fact]
    public void An_empty_file() => Expect("NotAnImage", folder.Write("e.tif", []), "empty");

    [Fact]
    public void Text_called_tif() => Expect("NotAnImage", folder.Write("t.tif", "hello, this is text"u8.ToArray()), "68656C6C");

    [Fact]
    public void A_format_that_is_known_but_not_read() => Expect("UnsupportedImage", folder.Write("g.png", "GIF89a__________"u8.ToArray()), "GIF");

    [Fact]
    public void A_TIFF_cut_in_its_pixels() => Expect("TruncatedImage", folder.Write("c.tif", new TiffBytes().Page(100, 100, new byte[10000]).ToArray()[..5000]), "5000 bytes");

    [Fact]
    public void A_TIFF_whose_strip_leaves_the_file() => Expect("TruncatedImage", folder.Write("s.tif", new TiffBytes().Page(100, 100, new byte[50]).ToArray()), "pixel data");

    [Fact]
    public void A_TIFF_that_claims_more_than_it_can_hold()
        => Expect("CorruptImage", folder.Write("b.tif", new TiffBytes().Page(60000, 30000, new byte[50], (259, 3, [8])).ToArray()), "more than 50 bytes");

    [Fact]
    public void A_TIFF_whose_pages_run_in_a_circle()
    {
        byte[] file = new TiffBytes().Page(1, 2, [1, 2]).ToArray();
        BitConverter.TryWriteBytes(file.AsSpan(file.Length - 4), BitConverter.ToInt32(file, 4));
        Expect("CorruptImage", folder.Write("r.tif", file), "circle");
    }

    [Fact]
    public void A_PNG_cut_short() => Expect("TruncatedImage", folder.Write("p.png", File.ReadAllBytes(Fixture.PathOf("grey8.png"))[..^20]), "bytes");

    [Fact]
    public void A_PNG_with_broken_pixels()
    {
        byte[] file = File.ReadAllBytes(Fixture.PathOf("grey8.png"));
        file[43] = 0xFF;
        Expect("CorruptImage", folder.Write("p.png", file), "damaged");
    }

    [Fact]
    public void A_JPEG_cut_short() => Expect("TruncatedImage", folder.Write("j.jpg", File.ReadAllBytes(Fixture.PathOf("rgb.jpg"))[..^80]), "end early");

    [Fact]
    public void An_HDF5_file_cut_short() => Expect("TruncatedImage", folder.Write("h.h5", File.ReadAllBytes(Fixture.PathOf("kinds.h5"))[..^100]), "20440");

    [Fact]
    public void A_chunk_whose_checksum_is_wrong()
    {
        byte[] file = File.ReadAllBytes(SharedOrOwnFletcher());
        SegException error = Assert.Throws<SegException>(() => ImageReader.Read(folder.Write("f.h5", file), new ImageReadOptions { Dataset = "fixed_gzip" }).ToList());
        Assert.Equal("CorruptImage", error.Id);
    }

    [SharedFact]
    public void A_wrong_dataset_name_lists_the_datasets()
    {
        SegException error = Assert.Throws<SegException>(() => ImageReader.Probe(SharedData.PathOf("data/formats/arrays.h5"), new ImageReadOptions { Dataset = "nope" }));
        Assert.Equal(("DatasetNotFound", SegErrorKind.NotFound), (error.Id, error.Kind));
        Assert.Contains("volume_zyx (4 x 67 x 91 UInt16)", error.Message, StringComparison.Ordinal);
        Assert.Contains("entry/data/data (67 x 91 UInt8)", error.Message, StringComparison.Ordinal);
    }

    [SharedFact]
    public void Several_datasets_need_a_name()
    {
        SegException error = Assert.Throws<SegException>(() => ImageReader.Probe(SharedData.PathOf("data/formats/arrays.h5")));
        Assert.Equal("AmbiguousDataset", error.Id);
        Assert.Contains("-Dataset", error.Message, StringComparison.Ordinal);
    }

    [SharedTheory]
    [InlineData("volume_zyx", null, null, "AmbiguousAxes", "4 x 67 x 91")]
    [InlineData("channels_last", null, null, "AmbiguousAxes", "67 x 91 x 3")]
    [InlineData("volume_zyx", 3, null, "InvalidAxis", "between 0 and 2")]
    [InlineData("volume_zyx", -4, null, "InvalidAxis", "found -4")]
    [InlineData("volume_zyx", null, 3, "InvalidAxis", "-ChannelAxis")]
    [InlineData("volume_zyx", 1, 1, "InvalidAxis", "two different axes")]
    [InlineData("volume_zyx", 0, 1, "InvalidAxis", "rows and columns")]
    [InlineData("contiguous_f32", 0, null, "InvalidAxis", "67 x 91")]
    [InlineData("scalar", null, null, "UnsupportedImage", "scalar")]
    public void Axes_must_make_sense(string dataset, int? axis, int? channelAxis, string id, string says)
    {
        var options = new ImageReadOptions { Dataset = dataset, Axis = axis, ChannelAxis = channelAxis };
        SegException error = Assert.Throws<SegException>(() => ImageReader.Probe(SharedData.PathOf("data/formats/arrays.h5"), options));
        Assert.Equal(id, error.Id);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dataset_of_a_TIFF_file()
    {
        string path = folder.Write("d.tif", new TiffBytes().Page(1, 2, [1, 2]).ToArray());
        Assert.Equal("DatasetNotApplicable", Assert.Throws<SegException>(() => ImageReader.Probe(path, new ImageReadOptions { Dataset = "x" })).Id);
        Assert.Equal("NotAnImage", Assert.Throws<SegException>(() => ImageReader.ListDatasets(path)).Id);
        Assert.Equal("InvalidAxis", Assert.Throws<SegException>(() => ImageReader.Probe(path, new ImageReadOptions { Axis = 0 })).Id);
    }

    [Theory]
    [InlineData("2", new[] { 2 })]
    [InlineData("0,2", new[] { 0, 2 })]
    [InlineData("1-", new[] { 1, 2 })]
    [InlineData("-1", new[] { 0, 1 })]
    [InlineData("2,0-1", new[] { 2, 0, 1 })]
    [InlineData("0..1", new[] { 0, 1 })]
    public void Slices_are_chosen_by_ranges(string ranges, int[] expected)
    {
        string path = folder.Write("r.tif", new TiffBytes().Page(1, 1, [10]).Page(1, 1, [11]).Page(1, 1, [12]).ToArray());
        var options = new ImageReadOptions { Slices = SliceRange.ParseList(ranges) };
        Assert.Equal(expected.Select(e => (byte)(e + 10)), ImageReader.Read(path, options).Select(s => s.Samples<byte>(0)[0]));
        Assert.Equal("SliceOutOfRange", Assert.Throws<SegException>(() => ImageReader.Read(path, new ImageReadOptions { Slices = [SliceRange.Of(3)] }).ToList()).Id);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    public void Ranges_must_be_ranges(string text) => Assert.Equal("InvalidSliceRange", Assert.Throws<SegException>(() => SliceRange.Parse(text)).Id);

    [Fact]
    public void Reading_can_be_cancelled()
    {
        string path = folder.Write("c.tif", new TiffBytes().Page(1, 2, [1, 2]).Page(1, 2, [1, 2]).ToArray());
        using var cancel = new CancellationTokenSource();
        using IEnumerator<NDSeg.Images.SegImage> slices = ImageReader.Read(path, null, cancel.Token).GetEnumerator();
        Assert.True(slices.MoveNext());
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => slices.MoveNext());
    }

    private static void Expect(string id, string path, string says)
    {
        SegException error = Assert.Throws<SegException>(() => ImageReader.Read(path, path.EndsWith("h5", StringComparison.Ordinal) ? new ImageReadOptions { Dataset = "committed" } : null).ToList());
        Assert.Equal(id, error.Id);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    /// <summary>The chunk fixture with one bit of every stored chunk of the checked dataset flipped.</summary>
    private string SharedOrOwnFletcher()
    {
        // The stored chunks are found by reading the intact file through a source that records what is read.
        byte[] file = File.ReadAllBytes(Fixture.PathOf("chunks_latest.h5"));
        using var recording = new RecordingSource("fixture", file);
        using (ImageVolume volume = ImageReader.Open(new InputSource(recording), new ImageReadOptions { Dataset = "fixed_gzip" }, CancellationToken.None))
        {
            recording.Reads.Clear();
            volume.ReadSlice(0);
        }

        foreach ((long offset, int length) in recording.Reads)
        {
            file[offset + length - 1] ^= 1;
        }

        return folder.Write("flipped.h5", file);
    }
}
