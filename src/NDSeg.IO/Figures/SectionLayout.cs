using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>Where the three sections of a panel are in its picture.</summary>
internal sealed class SectionLayout
{
    // Between the sections, of the longer edge of all.
    private const double GapShare = 0.015;

    private readonly SectionsPanel panel;
    private readonly double scale;
    private readonly double gap;

    /// <param name="panel">The sections.</param>
    /// <param name="width">Pixels of the picture across.</param>
    public SectionLayout(SectionsPanel panel, int width)
    {
        this.panel = panel;
        (double _, double columns, gap) = Extent(panel);
        scale = width / columns;
        (int rows, int across) = PanelPainter.SizeOf(panel.Slice);
        int depth = PanelPainter.SizeOf(panel.Below).Height;
        int sliceWidth = Pixels(across);
        int sliceHeight = Pixels(rows * RatioY(panel));
        int depthPixels = Pixels(depth * RatioZ(panel));
        int space = Math.Max(1, (int)Math.Round(gap * scale));
        Slice = new SKRectI(0, 0, sliceWidth, sliceHeight);
        Right = SKRectI.Create(sliceWidth + space, 0, depthPixels, sliceHeight);
        Below = SKRectI.Create(0, sliceHeight + space, sliceWidth, depthPixels);
    }

    public SKRectI Slice { get; }

    public SKRectI Right { get; }

    public SKRectI Below { get; }

    /// <summary>Rows and columns of all sections together, in units of the distance between columns.</summary>
    public static (int Height, int Width) SizeOf(SectionsPanel panel)
    {
        (double rows, double columns, _) = Extent(panel);
        return (Math.Max(1, (int)Math.Round(rows)), Math.Max(1, (int)Math.Round(columns)));
    }

    /// <summary>The lines of the other sections in each, from and to, in pixels of the picture.</summary>
    public IEnumerable<(SKPoint From, SKPoint To)> Lines()
    {
        double stepY = RatioY(panel);
        double stepZ = RatioZ(panel);
        float x = (float)((panel.Point.X + 0.5) * scale);
        float y = (float)((panel.Point.Y + 0.5) * stepY * scale);
        float z = (float)((panel.Point.Z + 0.5) * stepZ * scale);
        yield return (new SKPoint(0, y), new SKPoint(Slice.Right, y));
        yield return (new SKPoint(x, 0), new SKPoint(x, Slice.Bottom));
        yield return (new SKPoint(Right.Left, y), new SKPoint(Right.Right, y));
        yield return (new SKPoint(Right.Left + z, 0), new SKPoint(Right.Left + z, Right.Bottom));
        yield return (new SKPoint(0, Below.Top + z), new SKPoint(Below.Right, Below.Top + z));
        yield return (new SKPoint(x, Below.Top), new SKPoint(x, Below.Bottom));
    }

    private static (double Rows, double Columns, double Gap) Extent(SectionsPanel panel)
    {
        (int rows, int columns) = PanelPainter.SizeOf(panel.Slice);
        double depth = PanelPainter.SizeOf(panel.Below).Height * RatioZ(panel);
        double height = rows * RatioY(panel);
        double gap = GapShare * (Math.Max(height, columns) + depth);
        return (height + gap + depth, columns + gap + depth, gap);
    }

    private static double RatioZ(SectionsPanel panel) => panel.VoxelSize?.Ratio.Z ?? 1;

    private static double RatioY(SectionsPanel panel) => panel.VoxelSize?.Ratio.Y ?? 1;

    private int Pixels(double length) => Math.Max(1, (int)Math.Round(length * scale));
}
