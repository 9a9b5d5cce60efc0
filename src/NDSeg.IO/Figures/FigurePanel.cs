namespace NDSeg.IO.Figures;

/// <summary>One picture of a figure.</summary>
public abstract record FigurePanel
{
    private protected FigurePanel()
    {
    }

    /// <summary>Centred above the picture; line breaks are kept. Null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Frames drawn over the picture.</summary>
    public IReadOnlyList<FigureMark> Marks { get; init; } = [];

    /// <summary>The part to show; null shows everything.</summary>
    public FigureCrop? Crop { get; init; }
}
