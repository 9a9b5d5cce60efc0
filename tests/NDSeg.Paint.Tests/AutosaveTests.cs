using System.Runtime.CompilerServices;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Paint.Classes;
using NDSeg.Paint.Prediction;
using NDSeg.Paint.Saving;
using NDSeg.Paint.Session;
using NDSeg.Paint.Slices;
using NDSeg.Paint.Strokes;
using NDSeg.Training;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>Strokes are kept while they are painted, whatever else goes on or goes wrong.</summary>
public sealed class AutosaveTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public void Saving_and_keeping_at_one_moment_do_not_wait_for_each_other()
    {
        using var folder = new TemporaryFolder();
        using var slices = new HeldSlices(5);
        using var targets = new SaveTargets(folder.File("strokes.tif"), null, slices, force: false);
        var engine = new PaintEngine(slices, Filters.FeatureConfig.Default, new SegModel(new ModelParameters()), 1);

        // Not disposed where the test fails: that would wait as well.
        var session = new PaintSession(slices, engine, targets, null, null, continues: false);
        session.Paint("w", 0, 0, 1, [new PixelRun(3, 3, 10)]);

        // The save waits for a slice that is not kept in memory any more, until somebody else has the lock that it needs next.
        for (int slice = 1; slice < 5; slice++)
        {
            slices.Read(slice);
        }

        slices.Holds = true;
        var save = Started(() => session.Save(replace: false, CancellationToken.None));
        Assert.True(slices.Reached.Wait(Long));
        Lock gate = GateOf(session);
        gate.Enter();
        Thread keep;
        try
        {
            slices.Release.Set();
            Assert.True(SpinWait.SpinUntil(() => File.Exists(targets.OutFile), Long));
            Thread.Sleep(300);
            keep = Started(AutosaveOf(session).Write);
            Thread.Sleep(300);
        }
        finally
        {
            gate.Exit();
        }

        Assert.True(save.Join(Long) && keep.Join(Long), "The save and the autosave wait for each other.");
        Assert.True(session.IsSaved);
        Assert.False(File.Exists(targets.Autosave));
        session.Dispose();
    }

    [Fact]
    public void Strokes_painted_while_others_are_discarded_are_written()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("a.unsaved");
        StrokeState? unsaved = State(1);
        using var autosave = new Autosaver(file, () => unsaved, () => { });
        autosave.Write();
        unsaved = State(2);
        autosave.Discard();
        Assert.True(File.Exists(file));
        Assert.True(SpinWait.SpinUntil(() => AutosaveFile.Read(file).Pixels == 2, Long));
        unsaved = null;
        autosave.Discard();
        autosave.Write();
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Strokes_that_cannot_be_kept_are_told_to_the_page_and_to_the_caller()
    {
        using var painter = new Painter();
        Directory.CreateDirectory(painter.Autosave);
        using Client client = await Client.Open(painter.Server);
        (await client.Stroke(0, 1, (3, 3, 10))).Dispose();
        painter.Server.Dispose();
        PaintResult result = await painter.Server.Completion;
        Assert.False(result.Saved);
        Assert.Null(result.Autosave);
        Assert.Contains(painter.Autosave, result.AutosaveFailure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_autosave_is_news_and_so_is_one_that_succeeds_again()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("a.unsaved");
        Directory.CreateDirectory(file);
        int news = 0;
        using var autosave = new Autosaver(file, () => State(1), () => news++);
        autosave.Write();
        autosave.Write();
        Assert.NotNull(autosave.Failure);
        Assert.Equal(1, news);
        Directory.Delete(file);
        autosave.Write();
        Assert.Null(autosave.Failure);
        Assert.Equal(2, news);
    }

    [Theory]
    [InlineData("#ff0000", "red+++++")]
    [InlineData("\"number\":2", "\"number\":1")]
    [InlineData("\"value\":2", "\"value\":1")]
    public void Classes_that_cannot_be_are_damage(string from, string to)
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("a.unsaved");
        AutosaveFile.Write(file, State(1));
        Assert.Equal(1, AutosaveFile.Read(file).Pixels);
        byte[] bytes = File.ReadAllBytes(file);
        int at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(from));
        System.Text.Encoding.ASCII.GetBytes(to[..from.Length]).CopyTo(bytes, at);
        File.WriteAllBytes(file, bytes);
        Assert.Null(AutosaveFile.Offer(file, 10, 20, 1));
        Assert.True(File.Exists(file + ".old"));
    }

    private static StrokeState State(int length) => new(
        10,
        20,
        1,
        [new PaintClass(1, 1, "one", new RgbColor(255, 0, 0)), new PaintClass(2, 2, "two", new RgbColor(0, 255, 0))],
        [(0, new PixelRun(1, 1, length), 1)]);

    private static Thread Started(Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "gate")]
    private static extern ref Lock GateOf(PaintSession session);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "autosave")]
    private static extern ref Autosaver AutosaveOf(PaintSession session);

    /// <summary>Slices of which the first is read when it is told to be.</summary>
    private sealed class HeldSlices(int count) : SliceSource(count, 40, 50, "held", null)
    {
        private readonly SegImage image = Pictures.Discs(40, 50);

        public ManualResetEventSlim Reached { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public bool Holds { get; set; }

        internal override IReadOnlyList<string> Files => [];

        private protected override SegImage Load(int slice)
        {
            if (Holds && slice == 0)
            {
                Reached.Set();
                Release.Wait(Long);
            }

            return image;
        }

        protected override void Dispose(bool disposing)
        {
            Reached.Dispose();
            Release.Dispose();
        }
    }
}
