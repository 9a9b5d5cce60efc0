namespace NDSeg.PowerShell.Binding;

/// <summary>Where the colours of classes come from.</summary>
public enum SegPalette
{
    /// <summary>From the labels or the model.</summary>
    Own,

    /// <summary>Distinct colours for any colour vision, never black or grey.</summary>
    Distinct,

    /// <summary>matplotlib's nipy_spectral over the classes, black first and grey last.</summary>
    NipySpectral,
}
