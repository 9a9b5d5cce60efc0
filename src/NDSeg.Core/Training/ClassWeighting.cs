namespace NDSeg.Training;

/// <summary>Weight of a training pixel.</summary>
public enum ClassWeighting
{
    /// <summary>N / (K n_c) for a pixel of class c, so that every class counts the same.</summary>
    Balanced,

    /// <summary>1 for every pixel.</summary>
    None,
}
