using System.Diagnostics;
using NDSeg.Models;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Small files made to take all memory or time: each ends in an error or a right answer within bounds.</summary>
public class HostileFileTests
{
    private const long MostBytes = 256L << 20;

    /// <summary>Processor time of the thread's work; wall time says nothing on a busy machine, so the bound is generous.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    [SharedTheory]
    [InlineData("enum8100.h5", false)]
    [InlineData("cont200.h5", true)]
    [InlineData("hov2.h5", true)]
    [InlineData("many.h5", true)]
    [InlineData("overlap_deflate.tif", true)]
    [InlineData("overlap_raw.tif", true)]
    [InlineData("ifd2000.tif", true)]
    [InlineData("tif386.tif", true)]
    [InlineData("h5383.h5", true)]
    public void A_hostile_file_takes_little_memory_and_time(string name, bool isRefused)
    {
        string path = SharedData.PathOf("data/hostile/" + name);
        Exception? error = null;
        Outcome outcome = Measure(() => error = Record.Exception(() => LabelReader.ReadAll(path).Count()));
        Assert.True(error is SegException || (error is null && !isRefused), $"{error}");
        outcome.RequireModest(name);
        outcome = Measure(() => error = Record.Exception(() => ImageReader.Read(path).Count()));
        Assert.True(error is SegException || (error is null && !isRefused), $"{error}");
        outcome.RequireModest(name);
    }

    [SharedFact]
    public void A_model_that_shrinks_too_well_is_refused()
    {
        Exception? error = null;
        Measure(() => error = Record.Exception(() => ModelFile.Load(SharedData.PathOf("data/hostile/bomb.ndseg")))).RequireModest("bomb.ndseg");
        Assert.Equal("CorruptModel", Assert.IsType<SegException>(error).Id);
    }

    [Fact]
    public void A_pipe_as_input_is_refused_instead_of_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        string pipe = folder["pipe.tif"];
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        File.CreateSymbolicLink(folder["link.tif"], pipe);
        foreach (string path in new[] { pipe, folder["link.tif"] })
        {
            Exception? image = null;
            Exception? model = null;
            Measure(() =>
            {
                image = Record.Exception(() => ImageReader.Probe(path));
                model = Record.Exception(() => ModelFile.Load(path));
            });
            Assert.Equal("NotAnImage", Assert.IsType<SegException>(image).Id);
            Assert.Equal("CorruptModel", Assert.IsType<SegException>(model).Id);
        }
    }

    /// <summary>Runs on a thread with the stack of a hosted application; a hang ends in a failure, not in a hanging suite.</summary>
    private static Outcome Measure(Action work)
    {
        long allocated = 0;
        var watch = Stopwatch.StartNew();
        var thread = new Thread(
            () =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                work();
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            },
            maxStackSize: 1_500_000) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "The reader does not come to an end.");
        return new Outcome(allocated, watch.Elapsed);
    }

    private sealed record Outcome(long Allocated, TimeSpan Elapsed)
    {
        public void RequireModest(string name)
        {
            Assert.True(Allocated < MostBytes, $"{name}: {Allocated >> 20} MB allocated.");
            Assert.True(Elapsed < MostTime, $"{name}: {Elapsed}.");
        }
    }
}
