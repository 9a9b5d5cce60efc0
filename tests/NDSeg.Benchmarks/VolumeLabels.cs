using NDSeg.Images;
using NDSeg.Segmentation;

namespace NDSeg.Benchmarks;

/// <summary>Collects the labels of a volume, or lets them go at once as a file writer would.</summary>
internal sealed class VolumeLabels(bool keep) : IVolumeResults
{
    public List<SegLabels> Slices { get; } = [];

    public void Add(SegSegmentation result)
    {
        if (keep)
        {
            Slices.Add(result.Labels);
        }
    }

    public void Damaged(SegException failure, ImageSource slice) => throw failure;
}
