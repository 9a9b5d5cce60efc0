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
        var options = new RunOptions { Progress = new Report(shares.Add) };
        new BandLoop(10, 4, options).Run((first, count) => bands.Add((first, count)));
        Assert.Equal([(0, 4), (4, 4), (8, 2)], bands);
        Assert.Equal([0.4, 0.8, 1.0], shares);
    }

    [TorchFact]
    public void A_band_without_memory_is_done_again_at_half_the_height()
    {
        TorchRuntime.EnsureLoaded();
        var done = new List<(long, long)>();
        var log = new List<string>();
        new BandLoop(10, 8, new RunOptions { Log = log.Add }).Run((first, count) =>
        {
            if (count > 3)
            {
                throw new InvalidOperationException("CUDA out of memory. Tried to allocate 2.00 GiB.");
            }

            done.Add((first, count));
        });
        Assert.Equal([(0, 2), (2, 2), (4, 2), (6, 2), (8, 2)], done);
        Assert.Equal(2, log.Count);
    }

    [TorchFact]
    public void A_row_without_memory_is_an_error_that_says_so()
    {
        TorchRuntime.EnsureLoaded();
        SegException error = Assert.Throws<SegException>(() => new BandLoop(4, 4, RunOptions.Default).Run((_, _) => throw new InvalidOperationException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes.")));
        Assert.Equal("OutOfMemory", error.Id);
    }

    [TorchFact]
    public void Other_errors_pass()
    {
        TorchRuntime.EnsureLoaded();
        Assert.Throws<InvalidOperationException>(() => new BandLoop(4, 4, RunOptions.Default).Run((_, _) => throw new InvalidOperationException("shape")));
    }

    private sealed class Report(Action<double> act) : IProgress<double>
    {
        void IProgress<double>.Report(double value) => act(value);
    }
}
