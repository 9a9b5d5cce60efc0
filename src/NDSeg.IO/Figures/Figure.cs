namespace NDSeg.IO.Figures;

/// <summary>A figure: panels of equal size in a grid, filled row by row.</summary>
public sealed record Figure
{
    /// <summary>The panels in reading order.</summary>
    public required IReadOnlyList<FigurePanel> Panels { get; init; }

    /// <summary>Panels per row; 0 puts all into one row.</summary>
    public int Columns { get; init; }

    /// <summary>Line above all panels; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Whether pictures whose pixel size is known show how long a length is.</summary>
    public bool ScaleBars { get; init; } = true;

    /// <summary>Longer edge of a panel in pixels.</summary>
    public int PanelPixels { get; init; } = 700;
}
