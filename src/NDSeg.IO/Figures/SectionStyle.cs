namespace NDSeg.IO.Figures;

/// <summary>How sections of a volume are shown.</summary>
public sealed record SectionStyle
{
    /// <summary>Opacity of labels over grey values, 0 to 1.</summary>
    public double Alpha { get; init; } = 0.4;

    /// <summary>Whether classes are listed with their share of the volume.</summary>
    public bool Legend { get; init; }

    /// <summary>Whether lines in every section show where the others are.</summary>
    public bool Lines { get; init; } = true;

    /// <summary>The value at the dark end of a float map; null takes the smallest one shown.</summary>
    public double? Minimum { get; init; }

    /// <summary>The value at the bright end of a float map; null takes the greatest one shown.</summary>
    public double? Maximum { get; init; }

    /// <summary>What the values of a float map are.</summary>
    public string? Name { get; init; }

    /// <summary>What the dark end of a float map means.</summary>
    public string? LowName { get; init; }

    /// <summary>What the bright end of a float map means.</summary>
    public string? HighName { get; init; }
}
