using NDSeg.Cpu.Simd;
using NDSeg.Filters.Membranes;
using Xunit;

namespace NDSeg.Core.Tests.Filters;

public unsafe class SelectionNetworkTests
{
    [Fact]
    public void Ranks_1_15_16_and_30_come_out_of_any_order()
    {
        var random = new Random(1);
        var keys = new ushort[30];
        for (int trial = 0; trial < 20_000; trial++)
        {
            // Zeros and ones in all proportions decide whether a network is right (the zero-one principle).
            int ones = trial % 31;
            for (int i = 0; i < 30; i++)
            {
                keys[i] = (ushort)(trial < 15_000 ? i < ones ? 1 : 0 : random.Next(200));
            }

            random.Shuffle(keys);
            ushort[] sorted = [.. keys.Order()];
            fixed (ushort* p = keys)
            {
                SelectionNetwork.Select<ScalarLanes<ushort>, ushort, ushort>(p, 1, out ushort least, out ushort lower, out ushort upper, out ushort greatest);
                Assert.Equal((sorted[0], sorted[14], sorted[15], sorted[29]), (least, lower, upper, greatest));
            }
        }
    }
}
