using NDSeg.Images;

namespace NDSeg.Segmentation;

/// <summary>Takes the results of a volume slice by slice, from one thread, in order.</summary>
public interface IVolumeResults
{
    /// <summary>Takes the result of a slice.</summary>
    void Add(SegSegmentation result);

    /// <summary>
    /// Hears of a slice that cannot be read: it has no result, and the nearest readable slice has stood for it where its neighbours were
    /// computed.
    /// </summary>
    /// <param name="failure">Why.</param>
    /// <param name="slice">Which slice.</param>
    void Damaged(SegException failure, ImageSource slice);
}
