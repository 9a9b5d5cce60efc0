using NDSeg.Imaging;

namespace NDSeg.IO;

/// <summary>An open image file whose slices are read on demand. Not for use by several threads at once.</summary>
public abstract class ImageVolume : IDisposable
{
    private protected ImageVolume(ImageProbe info, IReadOnlyList<int> selected)
    {
        Info = info;
        Selected = selected;
    }

    /// <summary>What the file holds.</summary>
    public ImageProbe Info { get; }

    /// <summary>The 0-based slices the options ask for, in order.</summary>
    public IReadOnlyList<int> Selected { get; }

    /// <summary>Reads one slice of the file.</summary>
    /// <param name="slice">0-based, below <see cref="ImageProbe.SliceCount"/>.</param>
    /// <exception cref="SegException">SliceOutOfRange, TruncatedImage, CorruptImage, UnsupportedImage.</exception>
    public SegImage ReadSlice(int slice) => throw new NotImplementedException();

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();
}
