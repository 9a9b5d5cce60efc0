using NDSeg.Images;
using NDSeg.Objects;

namespace NDSeg.Cleanup;

/// <summary>Gives small 26-connected regions to their neighbours.</summary>
internal static class VolumeRegions
{
    public static SegLabelVolume RemoveSmall(SegLabelVolume source, long minimum, bool[] touched, PassProgress passes)
    {
        int[] kindOf = [.. Enumerable.Range(0, source.ClassCount + 1)];
        var components = new VolumeComponents(source, ObjectConnectivity.Full, kindOf);
        components.Find(passes.Next());
        var graph = new RegionGraph(components, minimum, touched);
        AddContacts(source, components, graph, passes.Next());
        graph.Merge();
        return VolumePainting.Of(source, components, (label, part) => graph.LabelOf(components.Root(part)));
    }

    private static void AddContacts(SegLabelVolume source, VolumeComponents components, RegionGraph graph, RunOptions options)
    {
        var previous = new SliceRuns();
        var current = new SliceRuns();
        for (int z = 0; z < source.Depth; z++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            components.ReadParts(z, current);
            for (int y = 0; y < source.Height; y++)
            {
                AddRow(y);
            }

            (previous, current) = (current, previous);
            options.Progress?.Report((z + 1.0) / source.Depth);
        }

        void AddRow(int y)
        {
            (int from, int to) = current.Row(y);
            for (int run = from + 1; run < to; run++)
            {
                if (current.End(run - 1) == current.Start(run))
                {
                    graph.Add(current.Object[run - 1], current.Object[run], 1);
                }
            }

            if (y > 0)
            {
                RunContacts.Each(current, y, current, y - 1, 1, (run, other) => graph.Add(current.Object[run], current.Object[other], Overlap(current, run, current, other)));
            }

            for (int row = Math.Max(0, y - 1); row <= Math.Min(source.Height - 1, y + 1) && previous.Slice == current.Slice - 1; row++)
            {
                bool face = row == y;
                RunContacts.Each(current, y, previous, row, 1, (run, other) => graph.Add(current.Object[run], previous.Object[other], face ? Overlap(current, run, previous, other) : 0));
            }
        }
    }

    // Faces that two runs in neighbouring rows share; 0 where they meet at a corner only.
    private static int Overlap(SliceRuns runs, int run, SliceRuns others, int other)
        => Math.Max(0, Math.Min(runs.End(run), others.End(other)) - Math.Max(runs.Start(run), others.Start(other)));
}
