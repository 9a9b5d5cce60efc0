namespace NDSeg.IO;

/// <summary>Draws figures into PNG files. Text is drawn with strokes of its own, so figures look the same on every machine.</summary>
public static class FigureWriter
{
    /// <summary>Draws a figure.</summary>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat, InvalidFigure.</exception>
    public static void Write(string path, Figure figure, bool overwrite = false, CancellationToken cancellation = default)
        => throw new NotImplementedException();
}
