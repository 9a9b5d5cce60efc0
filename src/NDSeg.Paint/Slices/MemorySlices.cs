using NDSeg.Images;

namespace NDSeg.Paint.Slices;

/// <summary>Slices that are in memory.</summary>
public sealed class MemorySlices : SliceSource
{
    private readonly IReadOnlyList<SegImage> images;

    /// <summary>Wraps images of one height and width.</summary>
    /// <exception cref="SegException">VolumeShapeMismatch.</exception>
    public MemorySlices(IReadOnlyList<SegImage> images)
        : base(Check(images), images[0].Height, images[0].Width, NameOf(images), PathOf(images))
    {
        this.images = images;
    }

    internal override IReadOnlyList<string> Files => [.. images.Select(i => i.Source.Path).OfType<string>().Distinct()];

    private protected override SegImage Load(int slice) => images[slice];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private static int Check(IReadOnlyList<SegImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        SegImage first = images[0];
        foreach (SegImage image in images)
        {
            if (image.Height != first.Height || image.Width != first.Width || image.Channels != first.Channels)
            {
                throw new SegException("VolumeShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected slices of {first.Shape} pixels like {first.Source}, found {image.Shape} in {image.Source}.", "Paint images of other sizes one by one.");
            }
        }

        return images.Count;
    }

    private static string NameOf(IReadOnlyList<SegImage> images)
        => images.Count == 1 ? images[0].Source.ToString() : $"{System.IO.Path.GetFileName(images[0].Source.Path) ?? images[0].Source.ToString()} and {images.Count - 1} more";

    // Only where all of them come from one file do its pages stand for the slices.
    private static string? PathOf(IReadOnlyList<SegImage> images)
        => images.All(i => i.Source.Path == images[0].Source.Path) ? images[0].Source.Path : null;
}
