using NDSeg.Torch.Bands;
using Xunit;

namespace NDSeg.Torch.Tests;

public class BandLoopTests
{
    [TorchFact]
    public void Bands_cover_every_row_once_and_report_their_share()
    {
        TorchRuntime.EnsureLoaded();
        var bands = new List<(long, long)>();
        var shares = new List<double>();
        var options = new RunOptions { Threads = 1, Progress = new Report(shares.Add) };
        new BandLoop(TorchSharp.torch.CPU, 10, 4, options).Run((first, count) => bands.Add((first, count)));
        Assert.Equal([(0, 4), (4, 4), (8, 2)], bands);
        Assert.Equal([0.4, 0.8, 1.0], shares);
    }

    [TorchFact]
    public void A_band_without_memory_is_done_again_at_half_the_height()
    {
        TorchRuntime.EnsureLoaded();
        var done = new List<(long, long)>();
        var log = new List<string>();
        new BandLoop(TorchSharp.torch.CPU, 10, 8, new RunOptions { Threads = 1, Log = log.Add }).Run((first, count) =>
        {
            if (count > 3)
            {
                throw new InvalidOperationException("CUDA out of memory. Tried to allocate 2.00 GiB.");
            }

            done.Add((first, count));
        });
        Assert.Equal([(0, 2), (2, 2), (4, 2), (6, 2), (8, 2)], done);
        Assert.Equal(3, log.Count);
    }

    [TorchFact]
    public void A_row_without_memory_is_an_error_that_says_so()
    {
        TorchRuntime.EnsureLoaded();
        SegException error = Assert.Throws<SegException>(() => new BandLoop(TorchSharp.torch.CPU, 4, 4, RunOptions.Default).Run((_, _) => throw new InvalidOperationException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes.")));
        Assert.Equal("OutOfMemory", error.Id);
    }

    [TorchFact]
    public void Several_threads_do_every_row_once_even_when_bands_come_back()
    {
        TorchRuntime.EnsureLoaded();
        var rows = new int[1000];
        new BandLoop(TorchSharp.torch.CPU, rows.Length, 13, new RunOptions { Threads = 4 }).Run((first, count) =>
        {
            if (count > 2 && first % 5 == 0)
            {
                throw new InvalidOperationException("CUDA out of memory.");
            }

            for (long y = first; y < first + count; y++)
            {
                Interlocked.Increment(ref rows[y]);
            }
        });
        Assert.All(rows, n => Assert.Equal(1, n));
    }

    [TorchFact]
    public void An_error_of_one_thread_ends_all()
    {
        TorchRuntime.EnsureLoaded();
        int calls = 0;
        Assert.Throws<FormatException>(() => new BandLoop(TorchSharp.torch.CPU, 1_000_000, 1, new RunOptions { Threads = 4 }).Run((first, _) =>
        {
            Interlocked.Increment(ref calls);
            if (first == 20)
            {
                throw new FormatException();
            }
        }));
        Assert.True(calls < 1_000_000);
    }

    [TorchFact]
    public void Other_errors_pass()
    {
        TorchRuntime.EnsureLoaded();
        Assert.Throws<InvalidOperationException>(() => new BandLoop(TorchSharp.torch.CPU, 4, 4, RunOptions.Default).Run((_, _) => throw new InvalidOperationException("shape")));
    }

    private sealed class Report(Action<double> act) : IProgress<double>
    {
        void IProgress<double>.Report(double value) => act(value);
    }
}
