namespace NDSeg.IO.Figures;

/// <summary>A float map (margin, entropy, one filter map) in a colour scale from dark to bright, with a scale bar.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Values">H * W values in row-major order; NaN is drawn grey.</param>
public sealed record HeatPanel(int Height, int Width, float[] Values) : FigurePanel
{
    /// <summary>The value at the dark end; null takes the smallest one shown.</summary>
    public double? Minimum { get; init; }

    /// <summary>The value at the bright end; null takes the greatest one shown.</summary>
    public double? Maximum { get; init; }

    /// <summary>What the values are, below the colour scale; null for nothing.</summary>
    public string? Name { get; init; }

    /// <summary>What the dark end means, such as <c>certain</c>; null for nothing.</summary>
    public string? LowName { get; init; }

    /// <summary>What the bright end means; null for nothing.</summary>
    public string? HighName { get; init; }

    /// <summary>Whether the colour scale is drawn below the picture.</summary>
    public bool ScaleBar { get; init; } = true;
}
