namespace NDSeg.IO.Figures;

/// <summary>Where everything in a figure goes, in pixels.</summary>
internal sealed class FigureLayout
{
    private FigureLayout(Figure figure, float unit)
    {
        Unit = unit;
        Columns = figure.Columns > 0 ? Math.Min(figure.Columns, figure.Panels.Count) : figure.Panels.Count;
        Rows = ((figure.Panels.Count - 1) / Columns) + 1;
    }

    /// <summary>Size of text; margins are multiples of it.</summary>
    public float Unit { get; }

    public int Columns { get; }

    public int Rows { get; }

    public float CellWidth { get; private set; }

    public float CellHeight { get; private set; }

    /// <summary>Height of the titles above the pictures of each row.</summary>
    public float[] TitleHeights { get; private set; } = [];

    /// <summary>Height of legends and scale bars below the pictures of each row.</summary>
    public float[] FooterHeights { get; private set; } = [];

    public float Margin => Unit;

    public float Gap => Unit * 1.4f;

    /// <summary>Height of the title above all panels.</summary>
    public float HeaderHeight { get; set; }

    public int Width => (int)Math.Ceiling((2 * Margin) + (Columns * CellWidth) + ((Columns - 1) * Gap));

    public int Height => (int)Math.Ceiling((2 * Margin) + HeaderHeight + (Rows * CellHeight) + TitleHeights.Sum() + FooterHeights.Sum() + ((Rows - 1) * Gap));

    /// <exception cref="SegException">InvalidFigure.</exception>
    public static FigureLayout Of(Figure figure, IReadOnlyList<(int Height, int Width)> pictures, IReadOnlyList<int> titleLines, IReadOnlyList<float> footers, float unit, float lineHeight)
    {
        var layout = new FigureLayout(figure, unit)
        {
            CellWidth = pictures.Max(p => p.Width),
            CellHeight = pictures.Max(p => p.Height),
        };
        int Row(int panel) => panel / layout.Columns;
        layout.TitleHeights = [.. Enumerable.Range(0, layout.Rows).Select(r => titleLines.Where((_, i) => Row(i) == r).Max() is int lines and > 0 ? (lines * lineHeight) + (unit * 0.25f) : 0)];
        layout.FooterHeights = [.. Enumerable.Range(0, layout.Rows).Select(r => footers.Where((_, i) => Row(i) == r).Max())];
        if (layout.Width > 32_000 || layout.Height > 32_000)
        {
            throw Invalid($"Expected a figure of at most 32000 pixels a side, found {layout.Height} x {layout.Width}.", "Use fewer or smaller panels.");
        }

        return layout;
    }

    /// <summary>The upper left corner of a panel's cell, below its title.</summary>
    public (float X, float Y) Cell(int panel)
    {
        int row = panel / Columns;
        int column = panel % Columns;
        float y = Margin + HeaderHeight + TitleHeights[row];
        for (int r = 0; r < row; r++)
        {
            y += TitleHeights[r] + CellHeight + FooterHeights[r] + Gap;
        }

        return (Margin + (column * (CellWidth + Gap)), y);
    }

    public static SegException Invalid(string finding, string? remedy = null) => new("InvalidFigure", SegErrorKind.InvalidArgument, finding, remedy);
}
