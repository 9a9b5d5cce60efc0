using NDSeg.Filters;
using NDSeg.Filters.Kernels;
using Xunit;

namespace NDSeg.Tests.Features;

public class MembraneProgramTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(33)]
    public void Every_kernel_is_the_sum_of_its_terms(int size)
    {
        var program = MembraneProgram.Create(size);
        byte[][] kernels = MembraneKernels.Create(size);
        for (int k = 0; k < kernels.Length; k++)
        {
            var counts = new int[size * size];
            void Add(int plane, int y, int x)
            {
                MembraneProgram.Plane p = program.Planes[plane];
                if (p.First < 0)
                {
                    counts[((y + (size / 2)) * size) + x + (size / 2)]++;
                    return;
                }

                Add(p.First, y, x);
                Add(p.Second, y + p.Y, x + p.X);
            }

            foreach (MembraneProgram.Term term in program.Terms[k])
            {
                Add(term.Plane, term.Y, term.X);
            }

            Assert.Equal(kernels[k].Reverse().Select(v => (int)v), counts);
        }
    }
}
