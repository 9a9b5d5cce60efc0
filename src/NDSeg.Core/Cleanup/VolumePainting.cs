using NDSeg.Images;
using NDSeg.Objects;

namespace NDSeg.Cleanup;

/// <summary>A volume whose voxels get the classes of their components.</summary>
internal static class VolumePainting
{
    /// <param name="source">The labels the components were found in.</param>
    /// <param name="components">The components; what belongs to none keeps its label.</param>
    /// <param name="indexOf">The class index for a label and the part it belongs to.</param>
    public static SegLabelVolume Of(SegLabelVolume source, VolumeComponents components, Func<int, int, int> indexOf)
    {
        var runs = new SliceRuns();
        return source.With(Slice);

        SegLabels Slice(int z)
        {
            SegLabels labels = components.ReadParts(z, runs);
            ushort[] indices = WideSlice.Of(labels);
            for (int y = 0; y < source.Height; y++)
            {
                (int from, int to) = runs.Row(y);
                for (int run = from; run < to; run++)
                {
                    indices.AsSpan((y * source.Width) + runs.Start(run), runs.End(run) - runs.Start(run)).Fill((ushort)indexOf(runs.Label(run), runs.Object[run]));
                }
            }

            return WideSlice.ToLabels(labels, indices);
        }
    }
}
