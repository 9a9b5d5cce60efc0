using NDSeg.Images;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>Hands the results of a volume on to the pipeline thread.</summary>
internal sealed class VolumeResults(WorkerChannel channel) : IVolumeResults
{
    /// <inheritdoc/>
    public void Add(SegSegmentation result) => channel.Write(PipelineRecordKind.Output, result);

    /// <inheritdoc/>
    public void Damaged(SegException failure, ImageSource slice)
    {
        (SegException, object?) record = (failure, slice);
        channel.Write(PipelineRecordKind.Failure, record);
    }
}
