using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>A format is one class and one registration: the public readers and writers know it then. Not beside other tests, which list the formats.</summary>
[CollectionDefinition("formats", DisableParallelization = true)]
[Collection("formats")]
public sealed class FormatRegistryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly IDisposable registration = FileFormats.Register(new ToyFormat());

    public void Dispose()
    {
        registration.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_registered_format_is_written_and_read()
    {
        SegLabels labels = LabelWriterTests.Make(5, 7, [1, 2, 9]);
        LabelWriter.Write(folder["l.toy"], labels, new LabelWriteOptions { Provenance = "{}" });
        SegLabels back = LabelReader.Read(folder["l.toy"]);
        Assert.Equal(labels.Bytes.ToArray(), back.Bytes.ToArray());
        Assert.Equal([1, 2, 9], back.Classes.Select(c => c.Value));
        Assert.Equal("TOY", ImageReader.Probe(folder["l.toy"]).Format);
        Assert.Equal("{}", ProvenanceReader.Read(folder["l.toy"]));
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => LabelWriter.Write(folder["l.toy"], labels)).Id);
    }

    [Fact]
    public void A_volume_is_written_slice_by_slice_over_two_runs()
    {
        SegLabels labels = LabelWriterTests.Make(5, 7, [1, 2, 9]);
        var resume = new LabelVolumeOptions { Resume = true, SliceCount = 3 };
        using (var first = new LabelVolumeWriter(folder["v.toy"], resume))
        {
            first.Write(2, labels);
        }

        Assert.Equal([2], PartialVolume.FinishedSlices(folder["v.toy"]));
        using (var second = new LabelVolumeWriter(folder["v.toy"], resume))
        {
            second.Append(labels);
            second.WriteBlank(1);
            second.Complete();
        }

        byte[][] slices = [.. ImageReader.Read(folder["v.toy"]).Select(s => s.Samples<byte>(0).ToArray())];
        Assert.Equal(3, slices.Length);
        Assert.Equal(slices[0], slices[2]);
        Assert.All(slices[1], value => Assert.Equal(0, value));
        Assert.Empty(PartialVolume.FinishedSlices(folder["v.toy"]));
    }

    [Fact]
    public void A_folder_can_be_one_input()
    {
        LabelWriter.Write(folder["l.toy"], LabelWriterTests.Make(5, 7, [1, 2]));
        Directory.CreateDirectory(folder["scan"]);
        File.Move(folder["l.toy"], Path.Combine(folder["scan"], "toy"));
        Assert.Equal(5, ImageReader.Read(folder["scan"]).Single().Height);

        Directory.CreateDirectory(folder["empty"]);
        Assert.Equal("FileNotReadable", Assert.Throws<SegException>(() => ImageReader.Probe(folder["empty"])).Id);
    }

    [Fact]
    public void Every_list_and_message_follows()
    {
        Assert.Contains(".toy", FileFormats.ReadExtensions);
        Assert.True(FileFormats.OfTarget("a.TOY") is { Name: "TOY", WritesLabels: true, WritesVolumes: true, WritesPlanes: false, HasDatasets: false });
        Assert.Equal(".h5", FileFormats.Named("Hdf5")!.WriteExtensions[0]);
        SegLabels labels = LabelWriterTests.Make(5, 7, [1, 2]);
        Assert.Contains(".tif, .png, .h5, .zarr, .toy", Assert.Throws<SegException>(() => LabelWriter.Write(folder["l.xyz"], labels)).Message, StringComparison.Ordinal);
        Assert.Contains(".tif, .h5, .zarr, found", Assert.Throws<SegException>(() => PlaneWriter.Write(folder["p.toy"], 1, 1, [new[] { 1f }])).Message, StringComparison.Ordinal);
        Assert.Contains("TIFF, PNG, JPEG, HDF5, Zarr or TOY", Assert.Throws<SegException>(() => ImageReader.Probe(folder.Write("x", [1, 2, 3]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Looking_at_a_remainder_changes_nothing()
    {
        using (var writer = new LabelVolumeWriter(folder["r.tif"], new LabelVolumeOptions { Resume = true }))
        {
            writer.Append(LabelWriterTests.Make(5, 7, [1, 2]));
            writer.Append(LabelWriterTests.Make(5, 7, [1, 2]));
            writer.WriteBlank(2);
        }

        string partial = folder["r.tif"] + ".partial";
        string torn = Directory.GetFiles(partial, "*1.slice").Single();
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..^1]);
        string[] before = [.. Directory.GetFiles(partial).Order()];

        // The writer of another process may be at work meanwhile: nothing is locked either.
        using (new FileStream(Path.Combine(partial, "ndseg.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal([0], PartialVolume.FinishedSlices(folder["r.tif"]));
        }

        Assert.Equal(before, Directory.GetFiles(partial).Order());
        Assert.Empty(PartialVolume.FinishedSlices(folder["absent.tif"]));
    }
}
