using NDSeg.Imaging;

namespace NDSeg.IO;

/// <summary>
/// Reads label maps from the files <see cref="ImageReader"/> reads. Every distinct value other than 0 is a class; values
/// are kept and numbered 1..K in ascending order. RGB images give one class per colour, black being unlabelled.
/// </summary>
public static class LabelReader
{
    /// <summary>Reads a file that holds one label map.</summary>
    /// <exception cref="SegException">As <see cref="ImageReader.Read"/>, and FloatLabels, UnsupportedLabels, TooManyClasses, ClassNameCountMismatch, LabelVolume.</exception>
    public static SegLabels Read(string path, LabelReadOptions? options = null, CancellationToken cancellation = default)
        => throw new NotImplementedException();

    /// <summary>Streams the slices of a label volume; all share one list of classes, found in a first pass over the file.</summary>
    /// <exception cref="SegException">As <see cref="Read"/>.</exception>
    public static IEnumerable<SegLabels> ReadAll(string path, LabelReadOptions? options = null, CancellationToken cancellation = default)
        => throw new NotImplementedException();
}
