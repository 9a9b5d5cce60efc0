using NDSeg.Cpu;
using NDSeg.Cpu.Memory;
using NDSeg.Trees;

namespace NDSeg.Benchmarks;

/// <summary>The slow, plain path the fast one is held against: every tree walked for every pixel.</summary>
internal static class ExactLabels
{
    public static unsafe byte[] Walk(CpuFeatures stack, TreeEnsemble ensemble)
    {
        RowPlanes planes = stack.View;
        var labels = new byte[(long)stack.Height * stack.Width];
        Parallel.For(0, stack.Height, y =>
        {
            var walker = new TreeWalker(ensemble);
            var sample = new float[ensemble.FeatureCount];
            for (int x = 0; x < stack.Width; x++)
            {
                for (int map = 0; map < sample.Length; map++)
                {
                    sample[map] = planes.Row(map, y)[x];
                }

                labels[((long)y * stack.Width) + x] = (byte)walker.Label(sample);
            }
        });
        return labels;
    }
}
