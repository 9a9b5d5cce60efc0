using NDSeg.Torch.Filters;
using Xunit;

namespace NDSeg.Torch.Tests;

public class SelectionNetworkTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(30)]
    [InlineData(33)]
    public void Wanted_ranks_come_out_of_any_order(int inputs)
    {
        int[] ranks = [0, (inputs - 1) / 2, inputs / 2, inputs - 1];
        var network = new SelectionNetwork(inputs, ranks);
        var random = new Random(inputs);
        for (int trial = 0; trial < 200; trial++)
        {
            int[] values = [.. Enumerable.Range(0, inputs).Select(_ => random.Next(trial % 2 == 0 ? 4 : 1000))];
            int[] sorted = [.. values.Order()];
            foreach (SelectionNetwork.Comparator c in network.Comparators)
            {
                // What is not kept may hold anything.
                (int low, int high) = (Math.Min(values[c.Low], values[c.High]), Math.Max(values[c.Low], values[c.High]));
                values[c.Low] = c.KeepLow ? low : int.MinValue;
                values[c.High] = c.KeepHigh ? high : int.MaxValue;
            }

            Assert.All(ranks, rank => Assert.Equal(sorted[rank], values[rank]));
        }
    }

    [Fact]
    public void Comparators_that_reach_no_wanted_rank_are_left_out()
    {
        int all = new SelectionNetwork(30, [.. Enumerable.Range(0, 30)]).Comparators.Count;
        Assert.True(new SelectionNetwork(30, [14, 15]).Comparators.Count < all);
        Assert.Equal(29, new SelectionNetwork(30, [0]).Comparators.Count);
    }
}
