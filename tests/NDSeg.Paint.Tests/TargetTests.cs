using System.Net;
using NDSeg.Images;
using NDSeg.IO;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>Which files are written, and which never.</summary>
public sealed class TargetTests
{
    [Theory]
    [InlineData("c1.jpg", null, "UnknownFormat")]
    [InlineData("c1", null, "UnknownFormat")]
    [InlineData("c1.zip", null, "UnknownFormat")]
    [InlineData("folder.tif", null, "TargetNotWritable")]
    [InlineData("nowhere/c1.tif", null, "TargetNotWritable")]
    [InlineData("c1.tif", "m.txt", "UnknownFormat")]
    [InlineData("c1.tif", "folder.ndseg", "TargetNotWritable")]
    [InlineData("c1.tif", "c1.tif", "SameTarget")]
    [InlineData("image.tif", null, "TargetIsInput")]
    [InlineData("c1.tif", "image.tif", "TargetIsInput")]
    public void What_cannot_or_must_not_be_written_is_refused_at_the_start(string outFile, string? modelFile, string id)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("folder.tif"));
        Directory.CreateDirectory(folder.File("folder.ndseg"));
        using Slices.FileSlices image = Image(folder);
        PaintOptions Change(PaintOptions options) => options with { OutFile = folder.File(outFile), ModelOutFile = modelFile is null ? null : folder.File(modelFile), Force = true };
        var error = Assert.Throws<SegException>(() => new Painter(image, folder, Change));
        Assert.Equal(id, error.Id);
        Assert.NotNull(error.Remedy);
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), f => f.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public void A_volume_is_refused_where_one_slice_can_be_written()
    {
        using var folder = new TemporaryFolder();
        using var slice = new Painter(Pictures.Slices(Pictures.Discs(40, 50)), folder, o => o with { OutFile = folder.File("a.png") });
        var error = Assert.Throws<SegException>(() => new Painter(Pictures.Slices(Pictures.Discs(40, 50), Pictures.Discs(40, 50)), folder, o => o with { OutFile = folder.File("b.png") }));
        Assert.Equal("UnknownFormat", error.Id);
    }

    [Theory]
    [InlineData(1, "a.zarr")]
    [InlineData(5, "a.zarr")]
    [InlineData(1, "a.h5")]
    [InlineData(5, "a.h5")]
    public async Task Volumes_in_folders_and_datasets_are_saved_again_and_again(int slices, string name)
    {
        using var folder = new TemporaryFolder();
        using var painter = new Painter(Pictures.Slices([.. Enumerable.Range(1, slices).Select(seed => Pictures.Discs(40, 50, seed))]), folder, o => o with { OutFile = folder.File(name) });
        using Client client = await Client.Open(painter.Server);
        for (int row = 0; row < 2; row++)
        {
            (await client.Stroke(slices - 1, 1, (row, 3, 10))).Dispose();
            using HttpResponseMessage saved = await client.Send(HttpMethod.Post, "/save");
            Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);
            Assert.Equal(10 * (row + 1), LabelReader.ReadAll(folder.File(name), slices > 1 ? new LabelReadOptions { Axis = 0 } : null).Last().CountPixels()[1]);
        }
    }

    [Fact]
    public void Links_to_the_image_are_the_image()
    {
        using var folder = new TemporaryFolder();
        using Slices.FileSlices image = Image(folder);
        string link = folder.File("link.tif");
        if (OperatingSystem.IsWindows())
        {
            // Links need a privilege there.
            return;
        }

        File.CreateSymbolicLink(link, folder.File("image.tif"));
        var error = Assert.Throws<SegException>(() => new Painter(image, folder, o => o with { OutFile = link, Force = true }));
        Assert.Equal("TargetIsInput", error.Id);
    }

    [Fact]
    public void One_painter_at_a_time_has_a_label_file()
    {
        using var folder = new TemporaryFolder();
        using (var first = new Painter(folder: folder))
        {
            var error = Assert.Throws<SegException>(() => new Painter(folder: folder));
            Assert.Equal("TargetBusy", error.Id);
            using var beside = new Painter(folder: folder, change: o => o with { OutFile = folder.File("other.tif") });
        }

        using var second = new Painter(folder: folder);
        second.Server.Dispose();
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_another_program_wrote_meanwhile_is_replaced_only_when_told_to(bool force)
    {
        using var painter = new Painter(change: o => o with { Force = force });
        using Client client = await Client.Open(painter.Server);
        (await client.Stroke(0, 1, (3, 3, 10))).Dispose();
        File.WriteAllText(painter.OutFile, "precious");
        using (HttpResponseMessage refused = await client.Send(HttpMethod.Post, "/save"))
        {
            Assert.Equal(force ? HttpStatusCode.NoContent : HttpStatusCode.Conflict, refused.StatusCode);
        }

        if (!force)
        {
            Assert.Equal("precious", File.ReadAllText(painter.OutFile));
            using HttpResponseMessage replaced = await client.Send(HttpMethod.Post, "/save?replace=1");
            Assert.Equal(HttpStatusCode.NoContent, replaced.StatusCode);
        }

        Assert.Equal(10, LabelReader.Read(painter.OutFile).CountPixels()[1]);

        // What it wrote itself it may replace.
        using HttpResponseMessage again = await client.Send(HttpMethod.Post, "/save");
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task Earlier_labels_are_saved_when_the_label_file_is_the_one_they_are_of()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("strokes.tif");
        SegLabels labels = Earlier();
        LabelWriter.Write(file, labels);
        DateTime written = File.GetLastWriteTimeUtc(file);
        using (var same = new Painter(folder: folder, change: o => o with { Labels = [labels], LabelsFile = file, Force = true }))
        {
            using Client client = await Client.Open(same.Server);
            await client.Send(HttpMethod.Post, "/finish");
            Assert.True((await same.Server.Completion).Saved);
        }

        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
        string other = folder.File("more.tif");
        using var painter = new Painter(folder: folder, change: o => o with { OutFile = other, Labels = [labels], LabelsFile = file });
        using Client second = await Client.Open(painter.Server);
        await second.Send(HttpMethod.Post, "/finish");
        Assert.True((await painter.Server.Completion).Saved);
        Assert.Equal(labels.CountPixels()[1], LabelReader.Read(other).CountPixels()[1]);
    }

    [Fact]
    public async Task Finishing_writes_the_file_that_is_not_there_and_no_empty_one_over_another()
    {
        using var folder = new TemporaryFolder();
        using (var painter = new Painter(folder: folder, change: o => o with { ClassNames = ["paste", "void"] }))
        {
            using Client client = await Client.Open(painter.Server);
            await client.Send(HttpMethod.Post, "/finish");
            Assert.True((await painter.Server.Completion).Saved);
        }

        string file = folder.File("strokes.tif");
        Assert.Equal(0, LabelReader.Read(file).CountPixels().Skip(1).Sum());
        LabelWriter.Write(file, Earlier(), new IO.Formats.LabelWriteOptions { Overwrite = true });
        using var looking = new Painter(folder: folder, change: o => o with { Force = true });
        using Client again = await Client.Open(looking.Server);
        await again.Send(HttpMethod.Post, "/finish");
        PaintResult result = await looking.Server.Completion;
        Assert.False(result.Saved);
        Assert.Null(result.Autosave);
        Assert.Equal(40, LabelReader.Read(file).CountPixels()[1]);
    }

    [Fact]
    public async Task A_page_that_is_left_with_nothing_changed_leaves_nothing_behind()
    {
        using var painter = new Painter(change: o => o with { Labels = [Earlier()] });
        painter.Server.Dispose();
        PaintResult result = await painter.Server.Completion;
        Assert.False(result.Saved);
        Assert.Null(result.Autosave);
        Assert.Empty(Directory.GetFiles(painter.Folder.Path));
    }

    [Fact]
    public async Task Labels_are_saved_and_painting_ends_where_no_model_can_be_made()
    {
        using var painter = new Painter(change: o => o with { ModelOutFile = Path.ChangeExtension(o.OutFile, ".ndseg") });
        using Client client = await Client.Open(painter.Server);
        (await client.Stroke(0, 1, (3, 3, 10))).Dispose();
        using (HttpResponseMessage refused = await client.Send(HttpMethod.Post, "/finish"))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Equal("ModelNotSaved", refused.Headers.GetValues("NDSeg-Error").Single());
        }

        Assert.False(painter.Server.Completion.IsCompleted);
        Assert.Equal(10, LabelReader.Read(painter.OutFile).CountPixels()[1]);
        Assert.False(File.Exists(painter.Autosave));
        using HttpResponseMessage ended = await client.Send(HttpMethod.Post, "/finish?withoutModel=1");
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        PaintResult result = await painter.Server.Completion;
        Assert.True(result.Saved);
        Assert.Equal(10, result.Labels.Single().CountPixels()[1]);
        Assert.Null(result.Model);
        Assert.NotNull(result.ModelFailure);
    }

    private static SegLabels Earlier()
    {
        var indices = new byte[200 * 300];
        indices.AsSpan(500, 40).Fill(1);
        return new SegLabels(200, 300, indices, [new SegClass(1, 1, "class 1", new RgbColor(200, 0, 0))]);
    }

    private static Slices.FileSlices Image(TemporaryFolder folder)
    {
        string file = folder.File("image.tif");
        LabelWriter.Write(file, Earlier());
        return new Slices.FileSlices(ImageReader.Open(file));
    }
}
