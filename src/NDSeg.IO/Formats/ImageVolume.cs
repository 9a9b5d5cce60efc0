using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.Storage;

namespace NDSeg.IO.Formats;

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

    /// <summary>Reads one slice of the file; a damaged one does not affect the others.</summary>
    /// <param name="slice">0-based, below <see cref="ImageProbe.SliceCount"/>.</param>
    /// <exception cref="SegException">SliceOutOfRange, TruncatedImage, CorruptImage, UnsupportedImage.</exception>
    public SegImage ReadSlice(int slice)
    {
        SliceSelection.Check(slice, Info.SliceCount, Info.Path);
        return FileErrors.Guard(Info.Path, () => ReadCore(slice));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private protected abstract SegImage ReadCore(int slice);

    private protected abstract void Close();

    /// <summary>Whether samples are 64-bit integers, which no image can hold; only labels read them.</summary>
    internal virtual bool IsLong => false;

    /// <summary>The label values of a slice of a volume that <see cref="IsLong"/>.</summary>
    /// <param name="slice">0-based, below <see cref="ImageProbe.SliceCount"/>.</param>
    internal virtual long[] ReadLong(int slice) => throw new NotSupportedException();

    /// <summary>The bytes of the input by their hash, or null.</summary>
    internal IContent? Content { get; set; }

    /// <summary>Physical resolution of a slice, where slices have their own; else that of the file.</summary>
    /// <param name="slice">0-based, below <see cref="ImageProbe.SliceCount"/>.</param>
    internal virtual PixelSize? PixelSizeOf(int slice) => Info.PixelSize;

    /// <summary>The other files the slices draw on; null where there are none.</summary>
    internal FileParts? Parts { get; init; }

    /// <summary>What counts of a folder that is the input, by paths in it; null for a file, and where everything counts.</summary>
    public IReadOnlyList<string>? Members => (Content as FolderContent)?.Parts;

    /// <summary>The full paths of the other files the slices draw on, in order; those that are not there are left out.</summary>
    public IReadOnlyList<string> SourceFiles => Parts?.Find() ?? [];

    /// <summary>Where a slice came from.</summary>
    public ImageSource SourceOf(int slice)
    {
        Content?.Read();
        ImageSource source = Info.SliceCount == 1 ? new ImageSource(Info.Path, Info.Dataset) : new ImageSource(Info.Path, Info.Dataset, slice, Info.SliceCount);
        return source with { Content = Content, Parts = Parts };
    }
}
