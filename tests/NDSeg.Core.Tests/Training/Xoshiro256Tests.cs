using Xunit;

namespace NDSeg.Core.Tests.Training;

public class Xoshiro256Tests
{
    [Fact]
    public void Numbers_below_a_bound_are_even()
    {
        // Chi-square with 6 degrees of freedom: 99.99 % of the time below 27.9.
        for (int stream = 0; stream < 20; stream++)
        {
            var random = new Xoshiro256(5, stream);
            var counts = new int[7];
            for (int i = 0; i < 70_000; i++)
            {
                counts[random.Next(7)]++;
            }

            Assert.True(counts.Sum(c => (c - 10_000.0) * (c - 10_000.0) / 10_000) < 30, string.Join(" ", counts));
        }
    }

    [Fact]
    public void Seeds_and_streams_differ()
    {
        var first = new HashSet<ulong>();
        for (int seed = -50; seed < 50; seed++)
        {
            for (int stream = 0; stream < 100; stream++)
            {
                Assert.True(first.Add(new Xoshiro256(seed, stream).NextBits()));
            }
        }
    }

    [Fact]
    public void Doubles_fill_the_unit_interval()
    {
        var random = new Xoshiro256(1);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        Assert.InRange(values.Average(), 0.495, 0.505);
        Assert.InRange(values.Min(), 0, 0.001);
        Assert.InRange(values.Max(), 0.999, 1 - 1e-16);
    }
}
