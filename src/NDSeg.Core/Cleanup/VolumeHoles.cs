using NDSeg.Images;
using NDSeg.Objects;

namespace NDSeg.Cleanup;

/// <summary>Fills holes of one class: 6-connected voxels of anything else that do not reach the border of the volume.</summary>
internal static class VolumeHoles
{
    public static SegLabelVolume Fill(SegLabelVolume source, int index, long maximum, PassProgress passes)
    {
        int[] kindOf = [.. Enumerable.Range(0, source.ClassCount + 1).Select(c => c == index ? 0 : 1)];
        var components = new VolumeComponents(source, ObjectConnectivity.Face, kindOf);
        components.Find(passes.Next());
        return VolumePainting.Of(source, components, (label, part) =>
        {
            int root = components.Root(part);
            return label != 0 && !components.ReachesBorder(root) && components.SizeOf(root) <= maximum ? index : label;
        });
    }
}
