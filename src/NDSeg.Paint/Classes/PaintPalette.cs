using NDSeg.Images;

namespace NDSeg.Paint.Classes;

/// <summary>Colours for new classes, from the palette of the module.</summary>
internal static class PaintPalette
{
    /// <summary>The first colour of <see cref="ClassPalette"/> that nobody has.</summary>
    public static RgbColor Next(IReadOnlyCollection<RgbColor> taken)
        => Enumerable.Range(0, int.MaxValue).Select(ClassPalette.OfClass).First(color => !taken.Contains(color));
}
