using System.Security.Cryptography;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Masters that h5py makes at test time: files whose images lie in other files.</summary>
public sealed class Hdf5MasterTests : IDisposable
{
    private static readonly ImageReadOptions Stack = new() { Axis = 0 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [PythonFact("h5py")]
    public void A_master_is_read_by_its_virtual_dataset_without_naming_it()
    {
        string master = Make();
        SegImage[] slices = [.. ImageReader.Read(master, Stack)];
        Assert.Equal(9, slices.Length);
        Assert.Equal("entry/data/data", slices[4].Source.Dataset);
        Assert.Equal(slices[4].Samples<ushort>(0).ToArray(), ImageReader.Read(master, new ImageReadOptions { Dataset = "entry/data/data_000002", Axis = 0, Slices = [new SliceRange(1, 1)] }).Single().Samples<ushort>(0).ToArray());
        Assert.Equal((ushort)1000, slices[3].Samples<ushort>(0)[0]);
        Assert.Contains("entry/data/data_000003", ImageReader.ListDatasets(master).Where(d => d.IsImage).Select(d => d.Name));
    }

    [PythonFact("h5py")]
    public void A_file_that_is_missing_is_named()
    {
        string master = Make();
        SegException error = Assert.Throws<SegException>(() => ImageReader.Probe(master, new ImageReadOptions { Dataset = "away" }));
        Assert.Equal(("FileNotFound", SegErrorKind.NotFound), (error.Id, error.Kind));
        Assert.Contains("frames_9.h5", error.Message, StringComparison.Ordinal);

        // A master of links alone: nothing is read quietly while a part is missing.
        PythonOracle.Run(Oracle("make_links.py"), folder.Root);
        error = Assert.Throws<SegException>(() => ImageReader.Probe(folder["links.h5"], Stack));
        Assert.Equal("FileNotFound", error.Id);
        Assert.Contains("raw/gone.h5", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Dataset first", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(3, ImageReader.Probe(folder["links.h5"], new ImageReadOptions { Dataset = "first", Axis = 0 }).SliceCount);
    }

    [PythonFact("h5py")]
    public void Parts_that_are_missing_have_the_fill_value_but_not_all_may_be()
    {
        _ = Make();
        SegImage[] slices = [.. ImageReader.Read(folder["frames_latest.h5"], Stack)];
        Assert.All(slices[3].Samples<ushort>(0).ToArray(), v => Assert.Equal(77, v));
        Assert.Equal((ushort)2000, slices[4].Samples<ushort>(0)[0]);
        foreach (int i in Enumerable.Range(0, 5))
        {
            File.Delete(folder[$"raw/frames_{i}.h5"]);
        }

        SegException error = Assert.Throws<SegException>(() => ImageReader.Probe(folder["frames_latest.h5"], Stack));
        Assert.Equal("FileNotFound", error.Id);
        Assert.Contains("none of them is there: 'raw/frames_0.h5'", error.Message, StringComparison.Ordinal);
    }

    [PythonFact("h5py")]
    public void The_files_a_slice_comes_from_are_hashed_with_the_master()
    {
        string master = Make();
        ImageSource source = ImageReader.Read(master, Stack).First().Source;
        IReadOnlyList<Storage.FileFingerprint> parts = source.Parts!.Fingerprints("image");
        Assert.Equal(["raw/frames_0.h5", "raw/frames_1.h5", "raw/frames_2.h5"], parts.Select(p => p.Name));
        Assert.Equal(HashOf(folder["raw/frames_1.h5"]), parts[1].Sha256);
        Assert.Equal(HashOf(master), source.Sha256());

        // A source that is missing is kept by its name.
        Assert.Contains(ImageReader.Read(folder["frames_latest.h5"], Stack).First().Source.Parts!.Fingerprints("image"), p => p is { Name: "raw/missing.h5", Sha256: "" });
        Assert.Equal(["raw/frames_1.h5"], ImageReader.Read(master, new ImageReadOptions { Dataset = "soft", Axis = 0 }).First().Source.Parts!.Fingerprints("image").Select(p => p.Name));
        Assert.Null(ImageReader.Read(folder["raw/frames_0.h5"], new ImageReadOptions { Dataset = "flat" }).Single().Source.Parts);
    }

    [PythonFact("h5py")]
    public void A_source_that_is_damaged_is_named_beside_the_master()
    {
        string master = Make();
        File.WriteAllBytes(folder["raw/frames_1.h5"], File.ReadAllBytes(folder["raw/frames_1.h5"])[..3000]);
        SegException error = Assert.Throws<SegException>(() => ImageReader.Read(master, Stack).Count());
        Assert.Equal("TruncatedImage", error.Id);
        Assert.Contains("frames_1.h5", error.Message, StringComparison.Ordinal);
        Assert.Contains("run_master.h5", error.Message, StringComparison.Ordinal);
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static string Oracle(string name) => Path.Combine(AppContext.BaseDirectory, "Oracle", name);

    private string Make()
    {
        PythonOracle.Run(Oracle("make_virtual.py"), folder.Root);
        return folder["run_master.h5"];
    }
}
