namespace NDSeg.IO.Rois.Shapes;

/// <summary>A kind of file that other programs keep strokes in.</summary>
internal interface IRoiFormat
{
    /// <summary>Name for messages.</summary>
    string Name { get; }

    /// <summary>Endings of its files, with dot, in lower case.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">Which of the images the file has strokes for; null where there is one.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">InvalidStrokes: the file is damaged or of a kind that is not read.</exception>
    RoiSet Read(string path, string? part, CancellationToken cancellation);
}
