using NDSeg.Filters.Membranes;
using Xunit;

namespace NDSeg.Core.Tests.Filters;

public class RunSumsTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(33)]
    public void Every_kernel_is_the_sum_of_its_terms(int size)
    {
        var sums = RunSums.Of(size);
        byte[][] kernels = LineMasks.Create(size);
        for (int k = 0; k < kernels.Length; k++)
        {
            var counts = new int[size * size];
            void Add(int plane, int y, int x)
            {
                RunSums.Plane p = sums.Planes[plane];
                if (p.First < 0)
                {
                    counts[((y + (size / 2)) * size) + x + (size / 2)]++;
                    return;
                }

                Add(p.First, y, x);
                Add(p.Second, y + p.Y, x + p.X);
            }

            foreach (RunSums.Term term in sums.Terms[k])
            {
                Add(term.Plane, term.Y, term.X);
            }

            Assert.Equal(kernels[k].Reverse().Select(v => (int)v), counts);
        }
    }
}
