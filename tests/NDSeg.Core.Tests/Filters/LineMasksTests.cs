using NDSeg.Filters.Membranes;
using Xunit;

namespace NDSeg.Core.Tests.Filters;

public class LineMasksTests
{
    // Number of ones per kernel, from scipy.ndimage.rotate 1.10 (order 3, reshape off) and numpy.rint.
    private static readonly int[] OnesOf15 =
    [
        15, 15, 15, 13, 15, 15, 15, 15, 15, 15, 15, 15, 13, 15, 15, 15, 15, 15, 13, 15, 15, 15, 15, 15, 15, 15, 15, 13, 15, 15,
    ];

    [Fact]
    public void Kernels_of_size_15_have_as_many_ones_as_scipy_gives()
    {
        byte[][] kernels = LineMasks.Create(15);
        Assert.Equal(OnesOf15, kernels.Select(k => k.Sum(v => v)));
        Assert.Equal(442, kernels.Sum(k => k.Sum(v => v)));
    }

    [Fact]
    public void The_kernel_at_24_degrees_is_the_one_scipy_gives()
    {
        string[] expected =
        [
            "...............",
            "....#..........",
            ".....#.........",
            ".....#.........",
            "......#........",
            "......#........",
            "......##.......",
            ".......#.......",
            ".......##......",
            "........#......",
            "........#......",
            ".........#.....",
            ".........#.....",
            "..........#....",
            "...............",
        ];
        byte[] kernel = LineMasks.Create(15)[4];
        Assert.Equal(expected, kernel.Chunk(15).Select(row => string.Concat(row.Select(v => v == 0 ? '.' : '#'))));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(31)]
    [InlineData(63)]
    public void Kernels_are_point_symmetric_and_turn_into_each_other(int size)
    {
        byte[][] kernels = LineMasks.Create(size);
        for (int k = 0; k < 30; k++)
        {
            Assert.Equal(kernels[k], kernels[k].Reverse());

            // A quarter turn is the transposed mirror image: 15 steps of 6 degrees.
            byte[] turned = kernels[(k + 15) % 30];
            Assert.Equal(
                kernels[k],
                Enumerable.Range(0, size * size).Select(i => turned[((size - 1 - (i % size)) * size) + (i / size)]));
        }
    }
}
