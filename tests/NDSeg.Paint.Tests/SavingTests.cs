using System.Net;
using System.Text.Json;
using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.Models;
using NDSeg.Training;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>What is painted is what the file holds.</summary>
public sealed class SavingTests
{
    [Fact]
    public async Task The_label_file_holds_the_painted_pixels_with_values_names_and_colours()
    {
        using var painter = new Painter(change: o => o with { ClassNames = ["ground", "disc"] });
        using Client client = await Client.Open(painter.Server);
        await Ok(client.Stroke(0, 1, (0, 0, 10), (199, 290, 10), (50, 250, 20)));
        await Ok(client.Stroke(0, 2, (50, 255, 5), (51, 0, 300)));
        await Ok(client.Stroke(0, 0, (51, 100, 3)));
        await Ok(client.Post("/class", new { number = 2, name = "Scheibe é", color = "#123456" }));
        await Ok(client.Send(HttpMethod.Post, "/save"));

        SegLabels labels = LabelReader.Read(painter.OutFile);
        var expected = new byte[200 * 300];
        void Fill(int y, int x, int length, byte one) => expected.AsSpan((y * 300) + x, length).Fill(one);
        Fill(0, 0, 10, 1);
        Fill(199, 290, 10, 1);
        Fill(50, 250, 20, 1);
        Fill(50, 255, 5, 2);
        Fill(51, 0, 300, 2);
        Fill(51, 100, 3, 0);
        Assert.Equal(expected, labels.Bytes.ToArray());
        Assert.Equal([1L, 2L], labels.Classes.Select(c => c.Value));

        JsonElement inside = JsonSerializer.Deserialize<JsonElement>(ProvenanceReader.Read(painter.OutFile)!);
        JsonElement disc = inside.GetProperty("classes")[1];
        Assert.Equal("Scheibe é", disc.GetProperty("name").GetString());
        Assert.Equal("#123456", disc.GetProperty("color").GetString());
        Assert.Equal(302, disc.GetProperty("pixels").GetInt64());
        Assert.False(File.Exists(painter.Autosave));
    }

    [Fact]
    public async Task Undo_and_redo_restore_pixels_counts_and_warnings_100_steps_back()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        for (int i = 0; i < 105; i++)
        {
            await Ok(client.Stroke(0, 1 + (i % 2), (i, 0, 50)));
        }

        for (int i = 0; i < 120; i++)
        {
            await Ok(client.Back());
        }

        await Ok(client.Again());
        await Ok(client.Send(HttpMethod.Post, "/save"));
        SegLabels labels = LabelReader.Read(painter.OutFile);

        // The first five cannot be undone any more, and one step was done again.
        Assert.Equal(6 * 50, labels.Bytes.ToArray().Count(b => b != 0));
        Assert.Equal(2, labels[5, 49]);
        Assert.Equal(0, labels[6, 0]);
    }

    [Fact]
    public async Task A_step_that_is_sent_again_is_not_done_again()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        Task<HttpResponseMessage> Send(string path, int step, HttpContent? body = null) => client.Send(HttpMethod.Post, $"{path}window=w&step={step}", body);
        await Ok(Send("/stroke?slice=0&class=1&", 0, Client.Runs((3, 3, 3))));
        await Ok(Send("/stroke?slice=0&class=2&", 1, Client.Runs((4, 3, 3))));
        await Ok(Send("/undo?", 2));
        await Ok(Send("/undo?", 2));
        await Ok(Send("/stroke?slice=0&class=2&", 1, Client.Runs((4, 3, 3))));
        await Ok(client.Send(HttpMethod.Post, "/save"));
        Assert.Equal(3, LabelReader.Read(painter.OutFile).Bytes.ToArray().Count(b => b != 0));
    }

    [Fact]
    public async Task Slices_of_a_volume_keep_their_strokes()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(70, 90), Pictures.Discs(70, 90, 2), Pictures.Discs(70, 90, 3)));
        using Client client = await Client.Open(painter.Server);
        await Ok(client.Stroke(2, 1, (1, 2, 3)));
        await Ok(client.Stroke(0, 2, (69, 80, 10)));
        await Ok(client.Send(HttpMethod.Post, "/save"));
        SegLabels[] labels = [.. LabelReader.ReadAll(painter.OutFile)];
        Assert.Equal([10, 0, 3], labels.Select(l => l.CountPixels().Skip(1).Sum()));
        Assert.Equal(2, labels[0].Classes[labels[0][69, 89] - 1].Value);
        Assert.Equal(1, labels[2].Classes[labels[2][1, 4] - 1].Value);
    }

    [Fact]
    public async Task Earlier_labels_are_gone_on_from()
    {
        using var folder = new TemporaryFolder();
        var classes = new[] { new SegClass(1, 7, "seven", new RgbColor(1, 2, 3)), new SegClass(2, 40, "forty", new RgbColor(9, 8, 7)) };
        var earlier = new byte[200 * 300];
        earlier.AsSpan(500, 40).Fill(2);
        earlier[3] = 1;
        using var painter = new Painter(folder: folder, change: o => o with { Labels = [new SegLabels(200, 300, earlier, classes)] });
        using Client client = await Client.Open(painter.Server);
        await Ok(client.Post("/class", new { name = "new" }));
        await Ok(client.Stroke(0, 3, (10, 10, 10)));
        await Ok(client.Send(HttpMethod.Post, "/save"));
        SegLabels labels = LabelReader.Read(painter.OutFile);
        Assert.Equal([1L, 7L, 40L], labels.Classes.Select(c => c.Value));
        Assert.Equal([10L, 1L, 40L], labels.CountPixels().Skip(1));
        Assert.Throws<SegException>(() => new Painter(change: o => o with { Labels = [new SegLabels(10, 10, new byte[100], classes)] }));
    }

    [Fact]
    public async Task The_model_file_is_that_of_training_on_the_saved_strokes()
    {
        SegImage image = Pictures.Discs(200, 300);
        using var painter = new Painter(Pictures.Slices(image), change: o => o with { ModelOutFile = Path.ChangeExtension(o.OutFile, ".ndseg") });
        using Client client = await Client.Open(painter.Server);
        await Ok(client.Stroke(0, 1, (0, 0, 20), (1, 0, 20)));
        await Ok(client.Stroke(0, 2, (30, 20, 20), (31, 20, 20)));
        await Ok(client.Send(HttpMethod.Post, "/save"));

        SegTrainingData data = new CpuEngine().Sample(image, FeatureConfig.Default, [], LabelReader.Read(painter.OutFile), RunOptions.Default);
        SegModel expected = ModelTrainer.Train(new SegModel(new ModelParameters().With("Trees", 20)), data, new RandomForestTrainer(), RunOptions.Default);
        SegModel saved = ModelFile.Load(painter.Folder.File("strokes.ndseg"));
        Assert.Equal(expected.State!.Ensemble.Trees.Select(t => t.Threshold), saved.State!.Ensemble.Trees.Select(t => t.Threshold));
        Assert.Equal(80, saved.State.Summary.SampleCount);
    }

    [Fact]
    public async Task Finishing_gives_what_was_saved_and_leaves_nothing_behind()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        await Ok(client.Stroke(0, 1, (0, 0, 20)));
        await Ok(client.Send(HttpMethod.Post, "/save"));
        await Ok(client.Send(HttpMethod.Post, "/finish"));
        PaintResult result = await painter.Server.Completion.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.True(result.Saved);
        Assert.Null(result.Autosave);
        Assert.Equal(20, result.Labels.Single().CountPixels()[1]);
        painter.Server.Dispose();
        Assert.Equal(["strokes.tif"], Directory.GetFiles(painter.Folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Unsaved_strokes_survive_and_are_offered_and_nothing_is_painted_before_the_answer()
    {
        using var folder = new TemporaryFolder();
        using (var first = new Painter(folder: folder))
        {
            using Client client = await Client.Open(first.Server);
            await Ok(client.Post("/class", new { name = "third" }));
            await Ok(client.Stroke(0, 3, (7, 8, 9)));
            for (int i = 0; i < 100 && !File.Exists(first.Autosave); i++)
            {
                await Task.Delay(100);
            }

            Assert.True(File.Exists(first.Autosave), "not kept within ten seconds while the painter runs, as a killed process needs it");
        }

        using var second = new Painter(folder: folder);
        using Client again = await Client.Open(second.Server);
        using (HttpResponseMessage refused = await again.Stroke(0, 1, (0, 0, 1)))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        }

        await Ok(again.Post("/answer", new { restore = true }));
        await Ok(again.Send(HttpMethod.Post, "/save"));
        SegLabels kept = LabelReader.Read(second.OutFile);
        Assert.Equal(9, kept.CountPixels()[kept.Classes.Single(c => c.Name == "third").Index]);
        Assert.Equal("third", JsonSerializer.Deserialize<JsonElement>(ProvenanceReader.Read(second.OutFile)!).GetProperty("classes")[2].GetProperty("name").GetString());
        Assert.False(File.Exists(second.Autosave));
    }

    [Fact]
    public async Task Damaged_or_foreign_unsaved_strokes_are_put_aside()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("strokes.tif.unsaved");
        using (var first = new Painter(Pictures.Slices(Pictures.Discs(50, 60)), folder))
        {
            using Client client = await Client.Open(first.Server);
            await Ok(client.Stroke(0, 1, (7, 8, 9)));
        }

        byte[] whole = File.ReadAllBytes(file);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(file, whole[..length]);
            using var next = new Painter(Pictures.Slices(Pictures.Discs(50, 60)), folder);
            Assert.False(File.Exists(file));
            Assert.Equal(length, new FileInfo(file + ".old").Length);
            File.Delete(file + ".old");
        }

        // What was put aside before stays.
        File.WriteAllText(file + ".old", "earlier");
        File.WriteAllBytes(file, whole);
        using var other = new Painter(Pictures.Slices(Pictures.Discs(50, 61)), folder);
        Assert.Equal("earlier", File.ReadAllText(file + ".old"));
        Assert.Equal(whole, File.ReadAllBytes(file + ".old2"));
    }

    private static async Task Ok(Task<HttpResponseMessage> sending)
    {
        using HttpResponseMessage response = await sending;
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }
}
