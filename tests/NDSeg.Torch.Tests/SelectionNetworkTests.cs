using NDSeg.Filters.Membranes;
using Xunit;

namespace NDSeg.Torch.Tests;

/// <summary>The network the tensor membranes run is the processor's list of comparators, cut down to the ranks they need.</summary>
public class SelectionNetworkTests
{
    [Theory]
    [InlineData(new[] { 0, 14, 15, 29 })]
    [InlineData(new[] { 14, 15 })]
    [InlineData(new[] { 29 })]
    public void Wanted_ranks_come_out_of_any_order(int[] ranks)
    {
        IReadOnlyList<SelectionNetwork.Comparator> network = SelectionNetwork.For(ranks);
        var random = new Random(ranks.Length);
        for (int trial = 0; trial < 2000; trial++)
        {
            int[] values = [.. Enumerable.Range(0, SelectionNetwork.Keys).Select(_ => random.Next(trial % 2 == 0 ? 2 : 1000))];
            int[] sorted = [.. values.Order()];
            foreach (SelectionNetwork.Comparator c in network)
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
        Assert.Equal(SelectionNetwork.Comparators, SelectionNetwork.For(0, 14, 15, 29));
        Assert.True(Kept(SelectionNetwork.For(14, 15)) < Kept(SelectionNetwork.Comparators));
        Assert.Equal(29, SelectionNetwork.For(0).Count);
    }

    private static int Kept(IEnumerable<SelectionNetwork.Comparator> network) => network.Sum(c => (c.KeepLow ? 1 : 0) + (c.KeepHigh ? 1 : 0));
}
